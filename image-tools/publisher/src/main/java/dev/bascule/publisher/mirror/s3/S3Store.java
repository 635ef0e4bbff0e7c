package dev.bascule.publisher.mirror.s3;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.mirror.Listed;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.Upload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket, or what begins with a prefix in one. An object is there whole or not at all, so that readers need nothing of us; its
 * digest is kept beside it as {@code x-amz-meta-bascule-sha256}, because an entity tag is none where it was put in parts.
 */
public final class S3Store implements RemoteStore {

  static final String NOTE = "bascule-sha256";

  private final S3Place place;
  private final S3Client client;
  private final S3Upload upload;

  private S3Store(S3Place place, S3Client client) {
    this.place = place;
    this.client = client;
    this.upload = new S3Upload(client, place);
  }

  /** Nothing is asked yet. Credentials are looked for where all of Amazon's tools look. */
  public static S3Store open(S3Place place) throws IOException {
    try {
      return new S3Store(place, S3Connection.open(place));
    } catch (SdkException e) {
      throw S3Failure.of(place, "", e);
    }
  }

  @Override
  public String name() {
    return place.toString();
  }

  @Override
  public SortedMap<String, Listed> list() throws IOException {
    SortedMap<String, Listed> files = new TreeMap<>();
    try {
      for (String tree : List.of("metadata/", "targets/")) {
        for (S3Object object : client.listObjectsV2Paginator(request -> request
            .bucket(place.bucket())
            .prefix(place.prefix() + tree)).contents()) {
          files.put(object.key().substring(place.prefix().length()),
              new Listed(object.size(),
                  object.lastModified() == null ? Instant.MAX : object.lastModified()));
        }
      }
      return files;
    } catch (SdkException e) {
      throw S3Failure.of(place, "", e);
    }
  }

  @Override
  public Optional<Sha256> noted(String name) throws IOException {
    try {
      Map<String, String> notes = client.headObject(request -> request
          .bucket(place.bucket())
          .key(place.prefix() + name)).metadata();
      return Optional.ofNullable(notes.get(NOTE))
          .filter(note -> note.matches("[0-9a-f]{64}"))
          .map(Sha256::parse);
    } catch (SdkException e) {
      throw S3Failure.of(place, name, e);
    }
  }

  @Override
  public Optional<StoredFile> open(String name) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> object = client.getObject(request -> request
          .bucket(place.bucket())
          .key(place.prefix() + name));
      String tag = object.response().eTag();
      return Optional.of(new StoredFile(new S3Body(object, place, name), tag == null ? "" : tag));
    } catch (NoSuchBucketException e) {
      throw S3Failure.of(place, name, e);
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !S3Failure.code(e).equals("NoSuchBucket")) {
        return Optional.empty();
      }
      throw S3Failure.of(place, name, e);
    } catch (SdkException e) {
      throw S3Failure.of(place, name, e);
    }
  }

  @Override
  public boolean create(Upload file) throws IOException {
    return upload.put(file, new PutCondition.Absent());
  }

  @Override
  public boolean replace(Upload file, @Nullable String tag) throws IOException {
    return upload.put(file, tag == null || tag.isEmpty()
        ? new PutCondition.Absent()
        : new PutCondition.Tagged(tag));
  }

  /** Tags are made of contents. */
  @Override
  public Duration tagResolution() {
    return Duration.ZERO;
  }

  @Override
  public void delete(String name) throws IOException {
    try {
      client.deleteObject(request -> request.bucket(place.bucket()).key(place.prefix() + name));
    } catch (SdkException e) {
      throw S3Failure.of(place, name, e);
    }
  }

  @Override
  public int discardUnfinished(Instant before) throws IOException {
    int count = 0;
    try {
      for (MultipartUpload begun : client.listMultipartUploadsPaginator(request -> request
          .bucket(place.bucket())
          .prefix(place.prefix())).uploads()) {
        if (begun.initiated() != null && begun.initiated().isBefore(before)) {
          client.abortMultipartUpload(request -> request.bucket(place.bucket())
              .key(begun.key())
              .uploadId(begun.uploadId()));
          count++;
        }
      }
      return count;
    } catch (SdkException e) {
      throw S3Failure.of(place, "", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
