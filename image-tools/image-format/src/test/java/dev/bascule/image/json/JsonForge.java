package dev.bascule.image.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes JSON values and documents from a seed, with every freedom that JSON leaves to a writer. */
final class JsonForge {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Random random;

  JsonForge(Random random) {
    this.random = random;
  }

  JsonNode value() {
    return value(4);
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> NODES.textNode(text());
      case 1 -> NODES.numberNode(new BigInteger(66, random).subtract(BigInteger.ONE.shiftLeft(65)));
      case 2 -> NODES.booleanNode(random.nextBoolean());
      case 3 -> NODES.nullNode();
      case 4 -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
          object.set(text(), value(depth - 1));
        }
        yield object;
      }
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int bound = List.of(0x80, 0x800, 0xd800, 0x110000).get(random.nextInt(4));
      int codePoint = random.nextInt(bound);
      text.appendCodePoint(codePoint >= 0xd800 && codePoint < 0xe000 ? 0xffff : codePoint);
    }
    return text.toString();
  }

  /** A document of the value: members in any order, any white space, any way to escape. */
  String document(JsonNode value) {
    String spelt = switch (value.getNodeType()) {
      case STRING -> quoted(value.textValue());
      case ARRAY -> {
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(document(element)));
        yield "[" + space() + String.join(",", elements) + "]";
      }
      case OBJECT -> {
        List<String> members = new ArrayList<>();
        value.properties()
            .forEach(
                member -> members.add(space() + quoted(member.getKey()) + space() + ":"
                    + document(member.getValue())));
        Collections.shuffle(members, random);
        yield "{" + String.join(",", members) + space() + "}";
      }
      default -> value.toString();
    };
    return space() + spelt + space();
  }

  private String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"'
          || c == '\\'
          || (!Character.isSurrogate(c) && random.nextInt(4) == 0)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private String space() {
    return List.of("", "", " ", "\n", "\t\r").get(random.nextInt(5));
  }
}
