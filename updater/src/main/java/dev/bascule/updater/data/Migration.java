package dev.bascule.updater.data;

import dev.bascule.updater.journal.ImageRef;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes data that of the image that runs, and keeps what it was until that image is confirmed.
 *
 * <p>A release is tried on a copy of the data that was brought into its form; the original is beside it. Where the device falls
 * back, the old release finds its data untouched and takes it up again. Before somebody returns from a confirmed release,
 * that release makes a copy in the older form, which is taken up by the older release if it boots, and thrown away otherwise.
 *
 * <p>Power cut: at any point the directory holds whole data of one image, and says of which; run again, it goes on.
 */
public final class Migration {

  private final DataDirectory data;
  private final Form form;

  public Migration(DataDirectory data, Form form) {
    this.data = data;
    this.form = form;
  }

  /** What became of the data. */
  public sealed interface Outcome {
    /** There is none. */
    record NoData() implements Outcome {}

    /** It already is the running image's. */
    record AsItWas() implements Outcome {}

    /** A copy of it was brought into the running image's form. */
    record Changed(Owner from) implements Outcome {}

    /** What was kept of the running image's is in its place again. */
    record TakenUp(Owner from) implements Outcome {}
  }

  /**
   * Makes the data the running image's. To be run before anything uses it.
   *
   * @param before whose it is if that was never said; null if it is the running image's then
   * @throws MigrationException if it cannot be brought into that form; it is as it was
   */
  public Outcome adopt(ImageRef image, @Nullable ImageRef before) throws IOException {
    if (!data.exists()) {
      return new Outcome.NoData();
    }
    Owner running = Owner.of(image);
    Optional<Owner> said = data.owner();
    if (said.isEmpty()) {
      data.own(before == null ? running : Owner.of(before));
    }
    Owner from = data.owner().orElseThrow();
    if (from.equals(running)) {
      return new Outcome.AsItWas();
    }
    if (data.kept().equals(Optional.of(running))) {
      data.exchange();
      return new Outcome.TakenUp(from);
    }
    copy(from, running);
    data.exchange();
    return new Outcome.Changed(from);
  }

  /**
   * Makes a copy that the other image can use, where the running one knows how. To be run before the device returns to it.
   *
   * @throws MigrationException if it cannot be made
   */
  public void prepareReturn(ImageRef image, ImageRef target) throws IOException {
    Owner running = Owner.of(image);
    Owner other = Owner.of(target);
    boolean ours = data.exists() && data.owner().equals(Optional.of(running));
    if (ours && !data.kept().equals(Optional.of(other)) && form.known()) {
      copy(running, other);
    }
  }

  /** Throws away what was kept beside the data of an image that is confirmed. */
  public void confirmed(ImageRef image) throws IOException {
    if (data.exists() && data.owner().equals(Optional.of(Owner.of(image)))) {
      data.dropBeside();
    }
  }

  private void copy(Owner from, Owner to) throws IOException {
    data.copyBeside();
    try {
      form.change(data.beside(), from, to);
    } catch (IOException e) {
      data.dropBeside();
      throw e;
    }
    data.ownBeside(to);
  }
}
