package dev.bascule.publisher.hawkbit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A rollout of hawkBit's: groups of devices, one after the other.
 *
 * @param targets whom, in hawkBit's query language (RSQL)
 * @param groups how many, of equal size
 * @param success the percentage of a group that must have the version confirmed before the next one begins
 * @param error the percentage of a group that may fail; beyond that the rollout pauses by itself
 * @param forced whether the server would rather not wait
 */
public record RolloutPlan(String name, String targets, int groups, int success, int error,
    boolean forced) {

  private static final int MAX_GROUPS = 500;

  public RolloutPlan {
    require(!name.isBlank() && name.length() <= 64,
        "--rollout: expected a name of up to 64 letters, "
            + "found '" + name + "'");
    require(groups >= 1 && groups <= MAX_GROUPS,
        "--groups: expected 1 to " + MAX_GROUPS + ", found " + groups);
    require(success >= 1 && success <= 100,
        "--success: expected a percentage from 1 to 100, found " + success);
    require(error >= 0 && error <= 99, "--error: expected a percentage from 0 to 99, found "
        + error);
  }

  ObjectNode json(long distributionSet) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("name", name)
        .put("distributionSetId", distributionSet)
        .put("targetFilterQuery", targets)
        .put("amountGroups", groups)
        .put("type", forced ? "forced" : "soft");
    threshold(json, "success", success, "NEXTGROUP");
    threshold(json, "error", error, "PAUSE");
    return json;
  }

  private static void threshold(ObjectNode json, String kind, int percent, String action) {
    json.putObject(kind + "Condition")
        .put("condition", "THRESHOLD")
        .put("expression", Integer.toString(percent));
    json.putObject(kind + "Action").put("action", action).put("expression", "");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
