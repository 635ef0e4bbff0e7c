package dev.bascule.bootctl.detect;

import dev.bascule.bootctl.detect.Sign.Strength;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the signs on a device come to. */
public sealed interface Detection {

  /** Every sign that was seen. */
  List<Sign> signs();

  /** This loader, and no other could be meant. */
  record One(String loader, List<Sign> signs) implements Detection {
    public One {
      signs = List.copyOf(signs);
    }
  }

  /** More than one could be meant: nothing is chosen, the configuration has to say. */
  record Several(List<String> loaders, List<Sign> signs) implements Detection {
    public Several {
      loaders = List.copyOf(loaders);
      signs = List.copyOf(signs);
    }
  }

  /** No loader that is known here. */
  record None() implements Detection {
    @Override
    public List<Sign> signs() {
      return List.of();
    }
  }

  /**
   * Decides. What booted the system counts more than what is merely there; and UEFI firmware, which starts
   * other loaders, is meant only if none of them is.
   */
  static Detection of(DeviceFacts facts) {
    var signs = facts.signs();
    if (signs.isEmpty()) {
      return new None();
    }
    var booted = loaders(signs, Set.of(Strength.BOOTED));
    var candidates = booted.isEmpty() ? loaders(signs, Set.of(Strength.values())) : booted;
    if (candidates.size() > 1) {
      candidates.remove("efi");
    }
    return candidates.size() == 1
        ? new One(candidates.first(), signs)
        : new Several(List.copyOf(candidates), signs);
  }

  private static SortedSet<String> loaders(List<Sign> signs, Set<Strength> strengths) {
    return signs.stream()
        .filter(sign -> strengths.contains(sign.strength()))
        .map(Sign::loader)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** For people: what was found, why, and what to do about it. */
  default String explanation() {
    String seen = String.join("; ", signs().stream().map(Sign::toString).toList());
    return switch (this) {
      case One(var loader, _) -> loader + ", for " + seen;
      case Several(var loaders, _) -> "more than one boot loader could be meant, "
          + String.join(" or ", loaders) + ": say which in the configuration (" + seen + ")";
      case None() -> "no boot loader that is known here: say which in the configuration";
    };
  }
}
