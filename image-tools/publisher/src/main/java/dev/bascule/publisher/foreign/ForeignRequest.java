package dev.bascule.publisher.foreign;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * What somebody wants of another updater's file.
 *
 * @param trust who must have signed it
 * @param roles what each image is to be
 * @param selection the way to the group that is wanted, where a file has several; empty for none in particular
 * @param work where images are put
 * @param progress is told the bytes of the file that were read, as they are
 */
public record ForeignRequest(Trust trust, ImageRoles roles, List<String> selection,
    WorkDirectory work, LongConsumer progress) {

  public ForeignRequest {
    selection = List.copyOf(selection);
  }
}
