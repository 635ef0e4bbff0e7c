package dev.bascule.image.lz4;

import dev.bascule.image.difference.MalformedDifferenceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Texts, and what a packer might make of them: any matches that are true, not the best. */
final class PackedForge {

  private static final int MAX_LENGTH = 2000;

  private final Random random;

  PackedForge(Random random) {
    this.random = random;
  }

  /** A text of words, runs of one byte, and noise. */
  byte[] text(int length) {
    byte[] text = new byte[length];
    byte[] words = new byte[1 << 12];
    random.nextBytes(words);
    for (int at = 0; at < length;) {
      int piece = Math.min(length - at, 1 + random.nextInt(60));
      switch (random.nextInt(8)) {
        case 0 -> Arrays.fill(text, at, at + piece, (byte) random.nextInt());
        case 1 -> {
          byte[] noise = new byte[piece];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, text, at, piece);
        }
        default -> System.arraycopy(
            words, random.nextInt(words.length - piece), text, at, piece);
      }
      at += piece;
    }
    return text;
  }

  /** A text with some of its bytes changed. */
  byte[] edited(byte[] text, int edits) {
    byte[] edited = text.clone();
    for (int i = 0; i < edits; i++) {
      byte[] change = new byte[1 + random.nextInt(9)];
      random.nextBytes(change);
      System.arraycopy(
          change, 0, edited, random.nextInt(edited.length - change.length), change.length);
    }
    return edited;
  }

  /** Packs a text with true matches of random places and lengths. */
  byte[] packAnyhow(byte[] text) throws MalformedDifferenceException {
    Map<Integer, Integer> seen = new HashMap<>();
    List<Match> matches = new ArrayList<>();
    int end = text.length - 5;
    int free = 0;
    for (int at = 0; at + Match.LEAST <= end; at++) {
      int word = ByteBuffer.wrap(text).getInt(at);
      Integer from = random.nextInt(4) == 0 ? seen.get(word) : seen.put(word, at);
      if (from != null && at >= free && at - from <= Match.FARTHEST) {
        int length = Match.LEAST;
        int most = random.nextInt(10) == 0 ? MAX_LENGTH : Match.LEAST + random.nextInt(40);
        while (at + length < end && length < most && text[from + length] == text[at + length]) {
          length++;
        }
        matches.add(new Match(at, from, length));
        free = at + length;
      }
    }
    return pack(text, matches);
  }

  /** Packs a text as liblz4 would. */
  static byte[] packWell(byte[] text) throws MalformedDifferenceException {
    Parse parse = new Parse();
    parse.allow(Long.MAX_VALUE);
    parse.begin(text, 0, 0, text.length);
    List<Match> matches = new ArrayList<>();
    for (Match match = parse.next(); match != null; match = parse.next()) {
      matches.add(match);
    }
    return pack(text, matches);
  }

  /** A volume of whole blocks in which something stands, with noise around it. */
  byte[] volume(byte[] content, int at) {
    byte[] volume = new byte[Math.ceilDiv(at + content.length + 1, 4096) * 4096];
    random.nextBytes(volume);
    System.arraycopy(content, 0, volume, at, content.length);
    return volume;
  }

  /** Reads a volume that is in memory. */
  static VolumeReader reader(byte[] volume) {
    return (offset, target) -> target.put(volume, (int) offset, target.remaining());
  }

  private static byte[] pack(byte[] text, List<Match> matches)
      throws MalformedDifferenceException {
    byte[] packed = new byte[text.length + text.length / 100 + 64];
    SequenceWriter out = new SequenceWriter(packed, packed.length);
    int at = 0;
    for (Match match : matches) {
      out.write(text, at, match);
      at = match.end();
    }
    // The last sequence has literals only: one with a match would end with the two bytes of its distance.
    int begin = out.position();
    out.write(text, at, new Match(text.length, text.length, Match.LEAST));
    return Arrays.copyOf(packed, Math.max(begin, out.position() - 2));
  }
}
