package dev.bascule.updater.health;

import dev.bascule.updater.config.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** A port must take a connection. */
record TcpProbe(HostPort place) implements Probe {

  @Override
  public String name() {
    return "tcp " + place;
  }

  @Override
  public boolean required() {
    return true;
  }

  @Override
  public Optional<String> ask(Duration limit) {
    InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
    if (address.isUnresolved()) {
      return Optional.of("the name " + place.host() + " is not known");
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("no connection: " + e.getMessage());
    }
  }
}
