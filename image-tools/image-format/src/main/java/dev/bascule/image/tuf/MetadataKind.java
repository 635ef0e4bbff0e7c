package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;

/** One of the four kinds of metadata, and how its content is read. */
public final class MetadataKind<M extends Metadata> {

  public static final MetadataKind<Root> ROOT = new MetadataKind<>("root", Root::read);
  public static final MetadataKind<Timestamp> TIMESTAMP =
      new MetadataKind<>("timestamp", Timestamp::read);
  public static final MetadataKind<Snapshot> SNAPSHOT =
      new MetadataKind<>("snapshot", Snapshot::read);
  /** The top-level targets role and every delegated role. */
  public static final MetadataKind<Targets> TARGETS = new MetadataKind<>("targets", Targets::read);

  private final String type;
  private final ContentReader<M> reader;

  private MetadataKind(String type, ContentReader<M> reader) {
    this.type = type;
    this.reader = reader;
  }

  M read(Members signed) throws JsonException {
    return reader.read(signed, Header.read(signed, type));
  }

  /** The value of {@code _type}, and the name of the top-level role. */
  @Override
  public String toString() {
    return type;
  }

  private interface ContentReader<M> {
    M read(Members signed, Header header) throws JsonException;
  }
}
