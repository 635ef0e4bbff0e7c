package dev.bascule.publisher.foreign;

/**
 * An image that was taken out of another updater's file.
 *
 * @param name the old updater's name for it
 * @param role the role of the volume that it becomes
 */
public record ForeignImage(String name, String role, StoredFile content) {}
