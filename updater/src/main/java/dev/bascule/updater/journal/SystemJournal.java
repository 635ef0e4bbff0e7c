package dev.bascule.updater.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.sys.LocalDatagram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * systemd's journal, in its native protocol (systemd.journal-fields(7)): each entry a message with the event's own id, for
 * which the message catalogue has an explanation, and with a field {@code BASCULE_…} for each member that the entry's JSON has.
 */
public final class SystemJournal {

  private static final Path SOCKET = Path.of("run/systemd/journal/socket");

  private final Path socket;

  private SystemJournal(Path socket) {
    this.socket = socket;
  }

  /**
   * The journal of a system, whether it has one or not.
   *
   * @param root where its files begin: {@code /}, but on a bench
   */
  public static SystemJournal of(Path root) {
    return new SystemJournal(root.resolve(SOCKET));
  }

  /** The id by which systemd's journal finds all entries of an event: 32 hexadecimal digits that never change. */
  public static String messageId(String event) {
    byte[] name = ("dev.bascule.event." + event).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString().replace("-", "");
  }

  /** Sends an entry, if anybody listens. */
  void tell(Entry entry) {
    try {
      if (Files.exists(socket)) {
        LocalDatagram.send(socket, message(entry));
      }
    } catch (IOException e) {
      // Our own journal has it.
    }
  }

  private static byte[] message(Entry entry) {
    ObjectNode json = EntryJson.json(entry);
    String event = json.path("event").asText();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    field(message, "MESSAGE", EntryJson.line(json));
    field(message, "MESSAGE_ID", messageId(event));
    field(message, "PRIORITY", String.valueOf(Gravity.of(entry.event()).priority()));
    field(message, "SYSLOG_IDENTIFIER", "bascule");
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      JsonNode value = member.getValue();
      field(message, "BASCULE_" + member.getKey().toUpperCase(Locale.ROOT),
          value.isValueNode() ? value.asText() : value.toString());
    }
    return message.toByteArray();
  }

  /** A line, or where the value has lines itself its length in 64 bits before it. */
  private static void field(ByteArrayOutputStream message, String name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    message.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    if (value.indexOf('\n') < 0) {
      message.write('=');
    } else {
      message.write('\n');
      message.writeBytes(ByteBuffer.allocate(Long.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(bytes.length)
          .array());
    }
    message.writeBytes(bytes);
    message.write('\n');
  }
}
