package dev.bascule.publisher.foreign;

import dev.bascule.image.Sha256;
import java.nio.file.Path;

/** A file in the work directory, and what was written into it. */
public record StoredFile(Path path, long size, Sha256 sha256) {}
