package dev.bascule.image.toml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A TOML file's text, and the tables in it. */
public record TomlText(String text, ObjectNode tables) {

  private static final int MAX_NESTING = 16;
  private static final TomlFactory TOML = TomlFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
      .build();

  /**
   * Reads a file.
   *
   * @param maxLength a longer one is refused, in bytes
   */
  public static TomlText parse(byte[] content, int maxLength) throws TomlException {
    if (content.length > maxLength) {
      throw new TomlException("expected at most " + maxLength + " bytes, found " + content.length,
          "shorten the file");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      try (JsonParser parser = TOML.createParser(text)) {
        return new TomlText(text, TokenTree.read(parser));
      }
    } catch (CharacterCodingException e) {
      throw new TomlException("expected UTF-8, found bytes that are not",
          "write the file again as UTF-8 text", e);
    } catch (JsonProcessingException e) {
      throw new TomlException("expected TOML, found: " + firstLine(e),
          "see toml.io for the syntax", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    String where = e.getLocation() == null
        ? ""
        : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
            + ")";
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("nothing") + where;
  }
}
