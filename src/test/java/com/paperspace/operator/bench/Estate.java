package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Journal;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import java.util.List;
import java.util.Map;

/** An operator of its own with projects that are Ready, all of one key. */
final class Estate implements AutoCloseable {
  private static final int PAGE = 120;

  /** Longer than anything it waits for while it works, shorter than a sync period. */
  private static final long QUIET_MILLIS = 2000;

  static final String ACCOUNT = "all";

  final String namespace;
  final int count;
  private final Site site;
  private final Map<String, String> variables;
  private int started;
  private Child operator;

  /** Starts it in a namespace that it alone watches. */
  Estate(Site site, String name, int count, Map<String, String> settings) {
    this.site = site;
    this.namespace = site.fileOf(name);
    this.count = count;
    site.namespace(namespace);
    site.account(namespace, ACCOUNT, 100, 1000);
    variables = site.variables(namespace);
    variables.putAll(settings);
    start();
    site.untilReady(namespace, ACCOUNT);
  }

  /** The team of its key. */
  String team() {
    return namespace + "-" + ACCOUNT;
  }

  void start() {
    operator = Child.operator(namespace + (started == 0 ? "" : "-" + started), variables);
    started++;
  }

  void stop() {
    operator.close();
  }

  /** Starts it, beside the one before if that still runs, for who ends it by the process. */
  Child again() {
    start();
    return operator;
  }

  /** Waits until the first of its projects is made in the cloud. */
  void untilCreated() {
    Pause.until(
        "a create", () -> callsSince(0).stream().anyMatch(it -> it.method().equals("POST")));
  }

  Child process() {
    return operator;
  }

  /** Writes all projects and waits until they are Ready and it is quiet again. */
  Estate filled() {
    if (count > 0) {
      var herd = new Herd(site.kubernetes(), namespace, List.of(ACCOUNT), count);
      try (var arrivals = Arrivals.ofProjects(site.kubernetes(), namespace)) {
        herd.write(Phase.CREATE);
        arrivals.done(Phase.CREATE, count);
      }
    }
    return this;
  }

  /** Another herd of a name of its own would disturb: writes one more project. */
  void add(String name) {
    site.kubernetes()
        .resource(
            """
            apiVersion: paperspace.com/v1alpha1
            kind: PaperspaceProject
            metadata: {name: %s, namespace: %s}
            spec: {name: %s, accountRef: {name: %s}}
            """
                .formatted(name, namespace, name, ACCOUNT))
        .create();
  }

  /** Its calls of the API after the journal had this size. */
  List<Journal.Entry> callsSince(int mark) {
    return site.cloud.journal().since(mark).stream()
        .filter(it -> it.team().equals(team()))
        .toList();
  }

  /** The same without what opens a session. */
  double workSince(int mark) {
    return callsSince(mark).stream().filter(it -> !it.route().equals("/auth/session")).count();
  }

  /** How many pages of the list it has asked for since then. */
  long listsSince(int mark) {
    return callsSince(mark).stream()
        .filter(it -> it.method().equals("GET") && it.route().equals("/projects"))
        .count();
  }

  /** How many pages its list has. */
  int pages() {
    return pages(count);
  }

  static int pages(int count) {
    return (count + PAGE - 1) / PAGE;
  }

  /** The version of its whole list, which every write changes. */
  String version() {
    var page = new ListOptionsBuilder().withLimit(1L).build();
    return site.kubernetes()
        .resources(PaperspaceProject.class)
        .inNamespace(namespace)
        .list(page)
        .getMetadata()
        .getResourceVersion();
  }

  /** Waits until it has made no call for a while. */
  void quiet() {
    for (int before = -1, now = calls(); now != before; now = calls()) {
      before = now;
      Pause.millis(QUIET_MILLIS);
    }
  }

  private int calls() {
    return callsSince(0).size();
  }

  @Override
  public void close() {
    operator.close();
  }
}
