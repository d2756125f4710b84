package com.paperspace.operator.bench;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.simulator.Table;
import com.paperspace.operator.simulator.Team;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One kind of a mixed estate and the list it is read in.
 *
 * @param share of a hundred objects
 * @param spec in flow style; %s stands for a name of its own
 * @param drifts whether it has a name in the cloud that somebody can change
 */
record Sort(
    Class<? extends PaperspaceResource<?, ?>> kind,
    int share,
    String spec,
    String route,
    Function<Team, Table> table,
    boolean drifts) {
  /** In an order in which they can be made: a drive needs a network. */
  static final List<Sort> ALL =
      List.of(
          new Sort(PaperspaceProject.class, 40, "name: %s", "/projects", Team::projects, true),
          new Sort(
              Machine.class,
              25,
              "name: %s, machineType: C5, templateId: t0nspur5, region: ny2, diskSize: 50",
              "/machines",
              Team::machines,
              true),
          new Sort(
              PrivateNetwork.class,
              15,
              "name: %s, region: ny2",
              "/private-networks",
              Team::networks,
              true),
          new Sort(
              StartupScript.class,
              10,
              "name: %s, script: {inline: 'true'}",
              "/startup-scripts",
              Team::startupScripts,
              true),
          new Sort(
              SharedDrive.class,
              5,
              "name: %s, size: 250, region: ny2, networkRef: {name: privatenetwork-0}",
              "/shared-drives",
              Team::drives,
              true),
          new Sort(PublicIp.class, 5, "region: ny2", "/public-ips", Team::publicIps, false));

  /** How many there are of it among so many. */
  int of(int all) {
    return all * share / 100;
  }

  /** What the figures call them, among so many objects of all sorts. */
  String in(int all) {
    return "%,d in %s".formatted(of(all), route);
  }

  /** Their manifests, of so many objects of all sorts. */
  List<String> manifests(int all, String namespace, String account) {
    return IntStream.range(0, of(all)).mapToObj(i -> manifest(i, namespace, account)).toList();
  }

  private String manifest(int i, String namespace, String account) {
    var name = kind.getSimpleName().toLowerCase(Locale.ROOT) + "-" + i;
    return """
    apiVersion: paperspace.com/v1alpha1
    kind: %s
    metadata: {name: %s, namespace: %s}
    spec: {%s, accountRef: {name: %s}}
    """
        .formatted(kind.getSimpleName(), name, namespace, spec.formatted(name), account);
  }
}
