package dev.bascule.publisher.mirror.s3;

import dev.bascule.image.origin.PieceFilter;
import dev.bascule.publisher.mirror.StoreException;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** An object's content. What is left when it is closed is not read: it may be long. */
final class S3Body extends PieceFilter {

  private final ResponseInputStream<?> object;
  private final S3Place place;
  private final String name;
  private boolean ended;

  S3Body(ResponseInputStream<?> object, S3Place place, String name) {
    super(object);
    this.object = object;
    this.place = place;
    this.name = name;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int read = in.read(target, offset, length);
      ended |= read < 0;
      return read;
    } catch (SdkException e) {
      throw S3Failure.of(place, name, e);
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.UNREACHABLE,
          place + name + ": broke off: " + e.getMessage() + "; run it again", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      object.abort();
    }
    super.close();
  }
}
