/** An S3-compatible object store. Start at {@link dev.bascule.publisher.mirror.s3.S3Store}. */
@NullMarked
package dev.bascule.publisher.mirror.s3;

import org.jspecify.annotations.NullMarked;
