package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;

/** The root metadata that this device was built with cannot be used: there is nothing to trust by. */
public final class TrustAnchorException extends TufException {
  private static final long serialVersionUID = 1L;

  private static final String REMEDY =
      ". Nothing can be verified without it: build it into the image anew";

  TrustAnchorException(Threshold threshold) {
    super("trust anchor", threshold + REMEDY);
  }

  TrustAnchorException(JsonException cause) {
    super("trust anchor", cause.getMessage() + REMEDY, cause);
  }

  @Override
  public String reason() {
    return "no-trust-anchor";
  }
}
