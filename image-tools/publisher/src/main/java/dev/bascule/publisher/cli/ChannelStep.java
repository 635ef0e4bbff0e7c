package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import picocli.CommandLine.Option;

/** A step that changes what one channel of a model's catalogue says. */
abstract class ChannelStep extends PublishingStep {

  @Option(names = "--model", paramLabel = "MODEL", required = true, description = "The model.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--channel", paramLabel = "CHANNEL", required = true,
      description = "The channel.")
  private String channel = "";

  ChannelStep(Surroundings surroundings) {
    super(surroundings);
  }

  /** Says what changes for the channel. */
  abstract void change(CatalogChange catalog, String channel) throws IOException;

  @Override
  final void change(Change change) throws IOException {
    change(new CatalogChange(change, repository(), model), channel);
  }
}
