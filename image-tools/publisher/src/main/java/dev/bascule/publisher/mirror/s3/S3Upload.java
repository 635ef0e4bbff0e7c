package dev.bascule.publisher.mirror.s3;

import dev.bascule.publisher.mirror.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts an object, a long one in parts. The server checks each against its MD5, the one checksum that every S3 knows; that is against
 * broken lines, not against people.
 */
final class S3Upload {

  /** Objects up to this length are put at once, longer ones in parts of it. */
  private static final long PART = 16 << 20;
  private static final int MAX_PARTS = 10_000;
  private static final int BUFFER = 64 << 10;

  private final S3Client client;
  private final S3Place place;
  private volatile boolean knowsConditions = true;

  S3Upload(S3Client client, S3Place place) {
    this.client = client;
    this.place = place;
  }

  /** Puts an object; false if the condition does not hold. */
  boolean put(Upload file, PutCondition condition) throws IOException {
    try {
      // Another thread may learn meanwhile that the store knows no conditions.
      boolean asked = knowsConditions;
      try {
        send(file, asked ? condition : null);
      } catch (S3Exception e) {
        if (e.statusCode() != 501 || !asked) {
          throw e;
        }
        knowsConditions = false;
        send(file, null);
      }
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 412 || e.statusCode() == 409) {
        return false;
      }
      throw S3Failure.of(place, file.name(), e);
    } catch (AbortedException e) {
      throw S3Failure.of(place, file.name(), e);
    } catch (SdkException e) {
      // A server that refuses may close before it has read what is sent: its answer is lost then.
      if (fails(condition, file.name())) {
        return false;
      }
      throw S3Failure.of(place, file.name(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether a condition is known not to hold. */
  private boolean fails(PutCondition condition, String name) {
    try {
      String there = client.headObject(request -> request
          .bucket(place.bucket())
          .key(place.prefix() + name)).eTag();
      return switch (condition) {
        case PutCondition.Absent() -> true;
        case PutCondition.Tagged(var tag) -> !tag.equals(there);
      };
    } catch (SdkException e) {
      return false;
    }
  }

  private void send(Upload file, @Nullable PutCondition condition) throws IOException {
    if (file.length() > PART) {
      sendInParts(file, condition);
    } else {
      sendAtOnce(file, condition);
    }
  }

  private void sendAtOnce(Upload file, @Nullable PutCondition condition) throws IOException {
    String md5 = md5(file, 0, file.length());
    client.putObject(request -> {
      request.bucket(place.bucket())
          .key(place.prefix() + file.name())
          .contentType(file.contentType())
          .cacheControl(file.cacheControl())
          .contentMD5(md5)
          .metadata(Map.of(S3Store.NOTE, file.sha256().toString()));
      ask(condition, request::ifNoneMatch, request::ifMatch);
    }, body(file, 0, file.length()));
  }

  private void sendInParts(Upload file, @Nullable PutCondition condition) throws IOException {
    String key = place.prefix() + file.name();
    String id = client.createMultipartUpload(request -> request.bucket(place.bucket())
        .key(key)
        .contentType(file.contentType())
        .cacheControl(file.cacheControl())
        .metadata(Map.of(S3Store.NOTE, file.sha256().toString()))).uploadId();
    try {
      List<CompletedPart> parts = sendParts(file, key, id);
      client.completeMultipartUpload(request -> {
        request.bucket(place.bucket())
            .key(key)
            .uploadId(id)
            .multipartUpload(list -> list.parts(parts));
        ask(condition, request::ifNoneMatch, request::ifMatch);
      });
    } catch (SdkException | IOException e) {
      abort(key, id, e);
      throw e;
    }
  }

  private List<CompletedPart> sendParts(Upload file, String key, String id) throws IOException {
    long size = Math.max(PART, (file.length() + MAX_PARTS - 1) / MAX_PARTS);
    List<CompletedPart> parts = new ArrayList<>();
    for (long at = 0; at < file.length(); at += size) {
      long offset = at;
      long length = Math.min(size, file.length() - at);
      int number = parts.size() + 1;
      String md5 = md5(file, offset, length);
      String tag = client.uploadPart(request -> request.bucket(place.bucket())
          .key(key)
          .uploadId(id)
          .partNumber(number)
          .contentMD5(md5), body(file, offset, length)).eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }
    return parts;
  }

  /** Puts a condition into the headers of a request, of which there are two kinds. */
  private static void ask(@Nullable PutCondition condition, Consumer<String> ifNoneMatch,
      Consumer<String> ifMatch) {
    switch (condition) {
      case PutCondition.Absent() -> ifNoneMatch.accept("*");
      case PutCondition.Tagged(var tag) -> ifMatch.accept(tag);
      case null -> {
      }
    }
  }

  private void abort(String key, String id, Exception failure) {
    try {
      client.abortMultipartUpload(request -> request.bucket(place.bucket()).key(key).uploadId(id));
    } catch (SdkException e) {
      failure.addSuppressed(e);
    }
  }

  /** Opened anew whenever the client sends it again. */
  private static RequestBody body(Upload file, long offset, long length) {
    return RequestBody.fromContentProvider(() -> {
      try {
        return file.open(offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }, length, file.contentType());
  }

  private static String md5(Upload file, long offset, long length) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("this Java platform lacks MD5", e);
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = file.openQuietly(offset, length)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}
