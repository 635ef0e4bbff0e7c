package dev.bascule.lab.trace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One system call as {@code strace -xx -y} prints it.
 *
 * @param arguments as they are printed, text in hexadecimal
 * @param result a number, and behind it what it stands for
 */
record SystemCall(String name, List<String> arguments, String result) {

  SystemCall {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads one.
   *
   * @param head {@code name(argument, argument}
   * @param result what follows the equals sign
   */
  static SystemCall parse(String head, String result) {
    int open = head.indexOf('(');
    if (open <= 0) {
      throw new IllegalArgumentException("no system call: " + head);
    }
    List<String> arguments = new ArrayList<>();
    for (String argument : head.substring(open + 1).split(", ", -1)) {
      arguments.add(argument.strip());
    }
    return new SystemCall(head.substring(0, open), arguments, result.strip());
  }

  boolean succeeded() {
    return !result.startsWith("-") && !result.startsWith("?");
  }

  /** The number that it returned. */
  long number() {
    int end = 0;
    while (end < result.length() && Character.isDigit(result.charAt(end))) {
      end++;
    }
    return Long.parseLong(result.substring(0, end));
  }

  long number(int argument) {
    return Long.parseLong(arguments.get(argument));
  }

  /** The bytes of a text. */
  byte[] bytes(int argument) {
    String text = arguments.get(argument);
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      throw new IllegalArgumentException(name + ": expected a whole text, found "
          + text.substring(0, Math.min(40, text.length())));
    }
    return unhex(text.substring(1, text.length() - 1));
  }

  /** A path that is an argument. */
  String path(int argument) {
    return new String(bytes(argument), StandardCharsets.UTF_8);
  }

  /** The path of an open file that is an argument. */
  String file(int argument) {
    return file(arguments.get(argument));
  }

  /** The path of the file that it opened. */
  String opened() {
    return file(result);
  }

  /** An open file's number. */
  int descriptor(String text) {
    return Integer.parseInt(text.substring(0, text.indexOf('<')));
  }

  private static String file(String text) {
    int open = text.indexOf('<');
    int close = text.lastIndexOf('>');
    if (open < 0 || close < open) {
      return "";
    }
    return new String(unhex(text.substring(open + 1, close)), StandardCharsets.UTF_8);
  }

  /** Names of sockets and pipes are not in hexadecimal; they are of no interest. */
  private static byte[] unhex(String text) {
    if (text.isEmpty() || !text.startsWith("\\x")) {
      return new byte[0];
    }
    byte[] bytes = new byte[text.length() / 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (HexFormat.fromHexDigit(text.charAt(i * 4 + 2)) << 4
          | HexFormat.fromHexDigit(text.charAt(i * 4 + 3)));
    }
    return bytes;
  }
}
