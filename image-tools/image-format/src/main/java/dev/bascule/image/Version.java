package dev.bascule.image;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org 2.0.0), at most 128 characters. Precedence is the specification's; build
 * metadata ({@code +…}) takes no part in it, so that two versions can compare as 0 and not be equal.
 */
public final class Version implements Comparable<Version> {

  private static final int MAX_LENGTH = 128;
  private static final Pattern SYNTAX = Pattern.compile("""
    (0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)
    (?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)
      (?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?
    (?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?
    """, Pattern.COMMENTS);
  private static final Comparator<Version> PRECEDENCE = Comparator
      .comparing((Version v) -> v.major)
      .thenComparing(v -> v.minor)
      .thenComparing(v -> v.patch)
      .thenComparing(Version::comparePreRelease);

  private final String text;
  private final BigInteger major;
  private final BigInteger minor;
  private final BigInteger patch;
  private final List<String> preRelease;

  private Version(String text, Matcher matcher) {
    this.text = text;
    this.major = new BigInteger(matcher.group(1));
    this.minor = new BigInteger(matcher.group(2));
    this.patch = new BigInteger(matcher.group(3));
    String pre = matcher.group(4);
    this.preRelease = pre == null ? List.of() : List.of(pre.split("\\.", -1));
  }

  /**
   * Reads a version such as {@code 1.4.0} or {@code 2.0.0-rc.1+5f3a}.
   *
   * @throws IllegalArgumentException for anything that semver.org's grammar does not derive
   */
  public static Version parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.length() > MAX_LENGTH ? "" : text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a semantic version such as 1.4.0: "
          + (text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text));
    }
    return new Version(text, matcher);
  }

  @Override
  public int compareTo(Version other) {
    return PRECEDENCE.compare(this, other);
  }

  /** Whether this version has a higher precedence than another. */
  public boolean newerThan(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** semver.org, item 11: no pre-release is higher; numbers below words; a longer list is higher. */
  private static int comparePreRelease(Version one, Version two) {
    if (one.preRelease.isEmpty() || two.preRelease.isEmpty()) {
      return Boolean.compare(one.preRelease.isEmpty(), two.preRelease.isEmpty());
    }
    int shared = Math.min(one.preRelease.size(), two.preRelease.size());
    for (int i = 0; i < shared; i++) {
      int order = compareIdentifiers(one.preRelease.get(i), two.preRelease.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.preRelease.size(), two.preRelease.size());
  }

  private static int compareIdentifiers(String one, String two) {
    boolean firstIsNumber = isNumber(one);
    boolean secondIsNumber = isNumber(two);
    if (firstIsNumber && secondIsNumber) {
      return new BigInteger(one).compareTo(new BigInteger(two));
    }
    if (firstIsNumber != secondIsNumber) {
      return firstIsNumber ? -1 : 1;
    }
    return one.compareTo(two);
  }

  private static boolean isNumber(String identifier) {
    return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
