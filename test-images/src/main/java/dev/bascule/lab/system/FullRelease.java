package dev.bascule.lab.system;

import java.nio.file.Path;

/**
 * What a slot of the full system holds.
 *
 * @param boot the volume with kernel, initramfs, and the root hash that the kernel is told
 * @param root the read-only root, with its hash tree behind it
 * @param dataBytes where the hash tree begins
 */
public record FullRelease(Path boot, Path root, long dataBytes) {}
