package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.RepositoryUrl;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** A verb that looks at the repository: the configured one, or one that a person names. */
abstract class RepositoryVerb extends Verb {

  @Option(names = "--source", paramLabel = "URL|DIR", converter = UrlConverter.class,
      description = "Look at this repository instead of the configured one: a mounted stick, for instance. It must be signed all the same.")
  private @Nullable URI source;

  final boolean namesSource() {
    return source != null;
  }

  @Override
  final Configuration adapt(Configuration configuration) {
    return source == null ? configuration : configuration.withRepository(source);
  }

  /** Reads a repository's place. */
  static final class UrlConverter implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return RepositoryUrl.parse(text);
    }
  }
}
