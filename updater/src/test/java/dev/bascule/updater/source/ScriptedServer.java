package dev.bascule.updater.source;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server on the loopback that answers each request with the next thing it was given to say, valid HTTP or not. */
final class ScriptedServer implements Closeable {

  /** What is sent for one request; the connection closes when it returns. */
  interface Answer {
    void send(OutputStream out) throws IOException, InterruptedException;
  }

  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final ServerSocket socket;

  ScriptedServer(Answer... answers) throws IOException {
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> {
      for (Answer answer : answers) {
        try (Socket connection = socket.accept()) {
          requests.add(readHead(connection));
          answer.send(connection.getOutputStream());
        } catch (IOException | InterruptedException e) {
          // The client went away: that is what some tests make it do.
        }
      }
    });
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/repo");
  }

  static Answer text(String text) {
    return out -> out.write(
        text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static String readHead(Socket connection) throws IOException {
    BufferedReader reader = new BufferedReader(
        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder head = new StringBuilder();
    for (String line = reader.readLine(); line != null && !line.isEmpty(); line =
        reader.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }
}
