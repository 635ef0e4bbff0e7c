package dev.bascule.image.tuf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Searches the roles for who speaks for a target, in pre-order (specification 5.6.7). A delegated role is
 * verified with the keys that the very role names that led to it, also where another one led to it before.
 */
final class TargetSearch {

  private final TopLevel top;
  private final MetadataLoader loader;
  private final Limits limits;
  /** What each role's metadata led to, by name. */
  private final IdentityHashMap<Targets, Map<String, Targets>> verified = new IdentityHashMap<>();

  TargetSearch(TopLevel top, MetadataLoader loader, Limits limits) {
    this.top = top;
    this.loader = loader;
    this.limits = limits;
  }

  /**
   * Finds a target.
   *
   * @return empty if every role that may speak for the path was asked, and none lists it
   * @throws TufException if a role's metadata cannot be had or trusted: the search ends there, for the
   *     roles after it must not speak in its place
   */
  Optional<Target> find(String path) throws IOException {
    Target.requirePlain(path);
    Deque<Edge> ahead = new ArrayDeque<>();
    Set<String> asked = new HashSet<>();
    String role = MetadataKind.TARGETS.toString();
    Targets targets = top.targets();
    while (!targets.targets().containsKey(path)) {
      pushDelegations(targets, path, ahead);
      while (!ahead.isEmpty() && asked.contains(ahead.element().role.name())) {
        ahead.pop();
      }
      if (ahead.isEmpty()) {
        return Optional.empty();
      }
      Edge edge = ahead.pop();
      role = edge.role.name();
      asked.add(role);
      if (asked.size() > limits.roles()) {
        throw new MalformedException(path, "not listed by the first " + limits.roles()
            + " delegated roles that may speak for it; no more are asked");
      }
      targets = load(edge);
    }
    TargetFile file = targets.targets().get(path);
    return Optional.of(Target.of(role, path, file, top.root().consistentSnapshot()));
  }

  /** Puts a role's delegations in front; after one that terminates nothing else is asked. */
  private static void pushDelegations(Targets targets, String path, Deque<Edge> ahead) {
    List<DelegatedRole> covering = targets.delegations().covering(path);
    int count = 0;
    while (count < covering.size()) {
      if (covering.get(count++).terminating()) {
        ahead.clear();
        break;
      }
    }
    for (DelegatedRole role : covering.subList(0, count).reversed()) {
      ahead.push(new Edge(targets, role));
    }
  }

  private Targets load(Edge edge) throws IOException {
    Map<String, Targets> children =
        verified.computeIfAbsent(edge.delegator, delegator -> new HashMap<>());
    String name = edge.role.name();
    Targets known = children.get(name);
    if (known != null) {
      return known;
    }
    Optional<ListedFile> listed = top.snapshot().role(name);
    if (listed.isEmpty()) {
      throw new MismatchException(name, "snapshot's version of it", "one", "none");
    }
    Targets loaded = loader.loadDelegated(name, listed.get(),
        new Authority(edge.role.keys(), edge.delegator.delegations().keys()));
    children.put(name, loaded);
    return loaded;
  }

  private record Edge(Targets delegator, DelegatedRole role) {}
}
