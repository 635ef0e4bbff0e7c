package dev.bascule.lab.cut;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Which number a file has, by its name now: those of a snapshot in the order of their names, new ones after them. */
public final class FileNumbers {

  private final Map<String, Integer> numbers = new HashMap<>();
  private int next;

  public FileNumbers(SortedMap<String, byte[]> known) {
    for (String name : known.keySet()) {
      if (name.endsWith("/")) {
        numbers.put(name.substring(0, name.length() - 1), Act.DIRECTORY);
      } else {
        numbers.put(name, ofKnown(next));
      }
      next++;
    }
  }

  /** The number of the file with that place in a snapshot. */
  static int ofKnown(int place) {
    return place + 1;
  }

  /** The number behind a name, or null if it leads nowhere. */
  public @Nullable Integer find(String name) {
    return numbers.get(name);
  }

  /** A number for a new file with a name. */
  public int create(String name) {
    int number = ofKnown(next++);
    numbers.put(name, number);
    return number;
  }

  public void createDirectory(String name) {
    numbers.put(name, Act.DIRECTORY);
  }

  public void remove(String name) {
    numbers.remove(name);
  }

  public void move(String from, String to) {
    Integer number = numbers.remove(from);
    if (number != null) {
      numbers.put(to, number);
    }
  }
}
