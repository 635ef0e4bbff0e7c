package dev.bascule.updater.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context that is made when the first connection asks for it. To read the platform's hundred authorities takes a fifth of a
 * look, and a client has to be given its context before anybody knows whether it will need one.
 */
final class LateTls extends SSLContext {

  /** A context of this kind. */
  LateTls(Maker maker) {
    super(new Late(maker), null, "TLS");
  }

  /**
   * What the platform's HTTP client would ask a context for as soon as it is given it: the protocols that it speaks. Everything
   * else is left to the context.
   */
  static SSLParameters parameters() {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
    return parameters;
  }

  /** Makes the real one. */
  @FunctionalInterface
  interface Maker {
    SSLContext make() throws IOException;
  }

  /** Hands everything on to the real one. */
  private static final class Late extends SSLContextSpi {

    private final Maker maker;
    private @Nullable SSLContext made;

    private Late(Maker maker) {
      this.maker = maker;
    }

    private synchronized SSLContext made() {
      if (made == null) {
        try {
          made = maker.make();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return made;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("it is made with what it needs");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return made().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return made().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return made().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return made().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return made().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return made().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return made().getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return made().getSupportedSSLParameters();
    }
  }
}
