package dev.bascule.image.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** What hostile repositories have in common. */
final class Trick {

  private Trick() {}

  /** A new edition of everything below the root, as its keys sign it. */
  static void all(RepositoryForge forge) {
    forge.publish("edge", "targets", "snapshot", "timestamp");
  }

  /** A role's file of the edition before under the name of the new one. */
  static Consumer<RepositoryForge> former(String role) {
    return forge -> {
      byte[] other = forge.origin.get(forge.path(role));
      all(forge);
      forge.origin.put(forge.path(role), other);
    };
  }

  static Consumer<RepositoryForge> endless(String role) {
    return forge -> {
      all(forge);
      forge.origin.neverEnd(forge.path(role));
    };
  }

  /** Changes the timestamp's text after it was signed. */
  static Consumer<RepositoryForge> text(String what, String by) {
    return forge -> replace(forge, "timestamp", what, by);
  }

  static Consumer<RepositoryForge> expired(String role) {
    return forge -> expire(forge, role);
  }

  static Consumer<RepositoryForge> stolen(String role, String thief) {
    return forge -> steal(forge, role, thief);
  }

  private static void expire(RepositoryForge forge, String role) {
    Instant yesterday = RepositoryForge.NOW.minus(Duration.ofDays(1));
    forge.expire(role, yesterday);
    forge.publish(role);
    if (!role.equals("root")) {
      forge.publish("snapshot", "timestamp");
    }
  }

  private static void steal(RepositoryForge forge, String role, String thief) {
    forge.keys(role).clear();
    forge.keys(role).addAll(forge.keys(thief));
    forge.publish(role);
    forge.publish("snapshot", "timestamp");
  }

  static void removeFile(RepositoryForge forge) {
    ((ObjectNode) forge.signed("edge").get("targets")).remove("edge/file");
  }

  /** Changes the text of what is served, after it was signed. */
  static void replace(RepositoryForge forge, String role, String what, String by) {
    String text = new String(forge.origin.get(forge.path(role)), UTF_8);
    forge.origin.put(forge.path(role), text.replaceFirst(what, by).getBytes(UTF_8));
  }

  static String filePath(RepositoryForge forge) {
    String sha256 = forge.signed("edge").at("/targets/edge~1file/hashes/sha256").textValue();
    return "targets/edge/" + sha256 + ".file";
  }
}
