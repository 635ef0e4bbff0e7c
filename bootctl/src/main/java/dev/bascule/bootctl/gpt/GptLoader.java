package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a boot loader does that keeps its choice in the partition table: the specification that our
 * decisions are tested against, and the loader of test benches that have no real one.
 *
 * @param partitions the numbers of the partitions that it chooses among
 */
public record GptLoader(PriorityRule rule, List<Integer> partitions) {

  public GptLoader {
    partitions = List.copyOf(partitions);
  }

  /**
   * What the loader does with a table.
   *
   * @param partition the number of the partition that it boots, or empty if it boots none
   * @param next the table as it leaves it
   */
  public record Boot(OptionalInt partition, GptTable next) {}

  /** The choice, without any disk. */
  public Boot pick(GptTable table) {
    var attributes = partitions.stream().map(number -> table.entry(number).attributes()).toList();
    var picked = PriorityRule.pick(attributes);
    if (picked.isEmpty()) {
      return new Boot(picked, table);
    }
    int number = partitions.get(picked.getAsInt());
    var after = rule.afterTry(attributes.get(picked.getAsInt()));
    return new Boot(OptionalInt.of(number), table.withAttributes(number, after));
  }

  /**
   * One boot: reads the table, repairs a broken or differing copy, picks, and writes the tries that are
   * left, the backup before the primary.
   *
   * <p>Power cut: as with {@link Gpt#write}, the old table or the new.
   */
  public Boot boot(Volume disk) throws IOException {
    var gpt = Gpt.read(disk);
    var boot = pick(gpt.table());
    if (!gpt.whole() || !boot.next().equals(gpt.table())) {
      gpt.write(disk, boot.next());
    }
    return boot;
  }
}
