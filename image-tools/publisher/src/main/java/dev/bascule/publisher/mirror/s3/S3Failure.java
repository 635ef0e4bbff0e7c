package dev.bascule.publisher.mirror.s3;

import dev.bascule.publisher.mirror.StoreException;
import dev.bascule.publisher.mirror.StoreException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What Amazon's client throws, in our words. */
final class S3Failure {

  private S3Failure() {}

  static IOException of(S3Place place, String name, SdkException failure) {
    String where = place + name;
    return switch (failure) {
      case S3Exception e -> ofAnswer(where, place, e);
      case AbortedException e -> interrupted(where, e);
      default -> ofClient(where, failure);
    };
  }

  /** The word that the server has for what is wrong; empty where an answer has no body. */
  static String code(S3Exception failure) {
    return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null
        ? ""
        : failure.awsErrorDetails().errorCode();
  }

  private static StoreException ofAnswer(String where, S3Place place, S3Exception failure) {
    String said = failure.statusCode() + " " + code(failure);
    if (code(failure).equals("NoSuchBucket")) {
      return new StoreException(Reason.NO_SUCH_PLACE, where + ": there is no bucket "
          + place.bucket() + "; make it, or look at --endpoint and --region", failure);
    }
    return switch (failure.statusCode()) {
      case 401, 403 -> new StoreException(Reason.ACCESS, where + ": the store answered "
          + said.strip() + "; it does not know these credentials, or they may not do that. Looked "
          + "for them as Amazon's tools do: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
          + "AWS_PROFILE", failure);
      case 500, 502, 503, 504 -> new StoreException(Reason.UNREACHABLE, where
          + ": the store answered " + said.strip() + " again and again; try later", failure);
      default -> new StoreException(Reason.ANSWER, where + ": the store answered "
          + said.strip() + ": " + failure.getMessage(), failure);
    };
  }

  private static IOException ofClient(String where, SdkException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("load credentials")) {
      return new StoreException(Reason.ACCESS, where + ": found no credentials; set "
          + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with a file "
          + "~/.aws/credentials", failure);
    }
    if (message.contains("load region")) {
      return new StoreException(Reason.NO_SUCH_PLACE, where
          + ": found no region; give --region, or set AWS_REGION", failure);
    }
    return new StoreException(Reason.UNREACHABLE, where + ": cannot be reached: " + message
        + "; what is there already stays, run it again", failure);
  }

  private static InterruptedIOException interrupted(String where, AbortedException failure) {
    InterruptedIOException stopped = new InterruptedIOException(where + ": stopped");
    stopped.initCause(failure);
    return stopped;
  }
}
