package com.paperspace.operator.app;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.NamespaceRights.Lack;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.engine.Controllers;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the controllers, and has them serve further namespaces or fewer. */
final class NamespaceHost implements ServedNamespaces.Host {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceHost.class);

  private final Parts parts;

  /** What was said to be late, so that it is said once. */
  private final Set<String> slow = ConcurrentHashMap.newKeySet();

  private volatile boolean begun;
  private volatile boolean closing;

  /**
   * What it works with.
   *
   * @param kinds every kind, accounts included
   * @param watches of what resources take values from
   * @param patience how long the others wait for a namespace; one that is not known by then is left
   *     out and tried again
   * @param halt gives the lease up if it can, and ends the process
   */
  record Parts(
      KubernetesClients clients,
      List<Class<? extends PaperspaceResource<?, ?>>> kinds,
      List<? extends Adapter<?, ?, ?>> adapters,
      Operator operator,
      Controllers controllers,
      List<MetadataWatch<?>> watches,
      RoleBindingWatch roleBindings,
      Duration patience,
      Runnable halt) {}

  /** Starts nothing yet. */
  NamespaceHost(Parts parts) {
    this.parts = parts;
  }

  /** Whether the controllers are started. */
  boolean hasBegun() {
    return begun;
  }

  /** From now on a start that fails is cut short by the stop and is no error. */
  void closing() {
    closing = true;
  }

  /** Starts the controllers for all namespaces. */
  void beginWithAll() {
    untilAnswered(null);
    lookAt(Set.of());
    untilOthersAnswered(null);
    watch(Set.of());
    run(Set.of());
  }

  /**
   * Starts the controllers in those of some namespaces that can be served still: rights that were
   * there a moment ago may be gone.
   *
   * @return the others, and why
   */
  Map<String, Lack> begin(Set<String> namespaces) {
    var failed = new TreeMap<String, Lack>();
    if (!namespaces.isEmpty()) {
      lookAt(namespaces);
    }
    for (var namespace : namespaces) {
      try {
        untilAnswered(namespace);
        untilOthersAnswered(namespace);
      } catch (UnusableKubernetesException e) {
        if (!e.isRefusal()) {
          throw e;
        }
        failed.put(namespace, Lack.unwatched(e.getMessage()));
        parts.watches().forEach(it -> it.stop(namespace));
      }
    }
    var usable = new TreeSet<>(namespaces);
    usable.removeAll(failed.keySet());
    failed.putAll(beginIn(usable));
    return failed;
  }

  private Map<String, Lack> beginIn(Set<String> namespaces) {
    var failed = new TreeMap<String, Lack>();
    var usable = new HashSet<>(namespaces);
    if (!usable.isEmpty()) {
      failed.putAll(watch(usable));
    }
    usable.removeAll(failed.keySet());
    // JOSDK cannot start without a namespace, so the first one starts it.
    if (!usable.isEmpty()) {
      usable.forEach(parts.roleBindings()::join);
      run(usable).forEach(it -> failed.put(it, Lack.unwatched(late())));
    }
    return failed;
  }

  /** Answers the namespaces where not all is known. */
  private Set<String> run(Set<String> namespaces) {
    parts.controllers().register(parts.operator(), parts.adapters(), namespaces);
    try {
      parts.operator().start();
    } catch (OperatorException e) {
      throw UnusableKubernetesException.ofStart(e);
    }
    begun = true;
    return parts.controllers().open();
  }

  /** The first kind tells whether there is anything at all. */
  private void untilAnswered(String namespace) {
    parts.clients().untilServed(parts.kinds().subList(0, 1), namespace);
  }

  private void untilOthersAnswered(String namespace) {
    parts.clients().untilServed(parts.kinds().subList(1, parts.kinds().size()), namespace);
  }

  /** Begins to watch what resources take values from, while something else is asked. */
  private void lookAt(Set<String> namespaces) {
    parts.watches().forEach(it -> it.begin(namespaces));
  }

  /**
   * Watches what resources take values from. Comes before the first pass, which would overlook one
   * that changes before its watch begins.
   *
   * @return the namespaces that cannot be served, because something is denied there that is needed
   */
  private Map<String, Lack> watch(Set<String> namespaces) {
    var failed = new TreeMap<String, Lack>();
    lookAt(namespaces);
    for (var watch : parts.watches()) {
      var denied = denied(watch, namespaces);
      if (watch.isNeeded()) {
        denied.forEach(it -> failed.putIfAbsent(it, without(watch)));
      }
    }
    return failed;
  }

  private Set<String> denied(MetadataWatch<?> watch, Set<String> namespaces) {
    boolean known = watch.start(namespaces, parts.patience());
    var denied = new TreeSet<>(namespaces);
    denied.removeIf(it -> !watch.isDenied(it));
    var late = new TreeSet<String>();
    for (var namespace : namespaces) {
      var name = watch.what() + " in " + namespace;
      if (watch.isKnown(namespace)) {
        slow.remove(name);
      } else if (!denied.contains(namespace)) {
        late.add(name);
      }
    }
    boolean isNews = namespaces.isEmpty() ? !watch.isDenied(WatchedKind.ALL) : slow.addAll(late);
    // Of a denial the watch itself has told.
    if (!known && isNews) {
      LOG.warn(
          "The watch of {} is not complete yet; it goes on trying",
          namespaces.isEmpty() ? watch.what() : String.join(", ", late));
    }
    return denied;
  }

  @Override
  public Optional<Lack> join(String namespace) {
    parts.clients().requireServed(parts.kinds(), namespace);
    if (!begun) {
      return beginLate(namespace);
    }
    var lack = watch(Set.of(namespace)).get(namespace);
    if (lack != null) {
      return Optional.of(lack);
    }
    parts.roleBindings().join(namespace);
    return parts.controllers().join(namespace)
        ? Optional.empty()
        : Optional.of(Lack.unwatched(late()));
  }

  /** JOSDK cannot be started a second time, so a start that fails ends the process. */
  private Optional<Lack> beginLate(String namespace) {
    try {
      return Optional.ofNullable(beginIn(Set.of(namespace)).get(namespace));
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.error("The operator cannot start and ends; it is to be started anew", e);
        parts.halt().run();
      }
      throw e;
    }
  }

  @Override
  public void leave(String namespace) {
    if (begun) {
      parts.controllers().leave(namespace);
    }
    parts.roleBindings().leave(namespace);
    parts.watches().forEach(it -> it.stop(namespace));
  }

  private static Lack without(MetadataWatch<?> watch) {
    var what = watch.what().toLowerCase(Locale.ROOT);
    return new Lack("list " + what, "no right to list and watch " + what + " there");
  }

  private String late() {
    return "they could not be listed and watched within " + parts.patience().toSeconds() + " s";
  }
}
