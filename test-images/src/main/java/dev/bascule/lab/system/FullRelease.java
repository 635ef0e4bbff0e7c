package dev.bascule.lab.system;

import java.nio.file.Path;

/**
 * What a slot of the full system holds.
 *
 * @param boot the volume with kernel, initramfs, and the root hash that the kernel is told
 * @param root the read-only root, as it is published
 * @param factoryRoot the same with its hash tree behind it, as a factory writes it
 */
public record FullRelease(Path boot, Path root, Path factoryRoot) {}
