package dev.bascule.publisher.key;

import dev.bascule.image.tuf.SignatureScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A key that a program signs with: for key services that have a command of their own. The contract is in docs/keys.md.
 */
public final class CommandSigner implements Signer {

  /** What the name of such a key begins with on the command line. */
  public static final String SCHEME = "command:";

  /** Somebody may have to touch a token or confirm on a telephone. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SigningProgram program;
  private final VerifyingKey publicKey;

  private CommandSigner(SigningProgram program, VerifyingKey publicKey) {
    this.program = program;
    this.publicKey = publicKey;
  }

  /**
   * Asks a program for its public key.
   *
   * @param name {@code command:PROGRAM}, with arguments after blanks
   * @throws IllegalArgumentException if no program is named
   * @throws KeyException if it does not run, or does not give a public key
   */
  public static CommandSigner open(String name) throws IOException {
    return open(name, LIMIT);
  }

  static CommandSigner open(String name, Duration limit) throws IOException {
    List<String> words = List.of(name.substring(SCHEME.length()).strip().split(" +"));
    if (words.getFirst().isEmpty()) {
      throw new IllegalArgumentException("expected command:PROGRAM, found " + name);
    }
    SigningProgram program = new SigningProgram(name, words, limit);
    Pem pem = Pem.parse(name, program.run(List.of("public-key"), new byte[0]));
    return new CommandSigner(program, VerifyingKey.of(name, pem));
  }

  @Override
  public VerifyingKey publicKey() {
    return publicKey;
  }

  /** Gives the program what the scheme's algorithm signs: for ML-DSA TAP 21's digest, otherwise the message. */
  @Override
  public byte[] sign(byte[] message) throws IOException {
    SignatureScheme scheme = publicKey.type().scheme();
    return program.run(List.of("sign", scheme.schemeName()), scheme.message(message));
  }

  @Override
  public void close() {}
}
