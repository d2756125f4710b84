package com.paperspace.operator.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.simulator.Team;
import java.util.List;

/** One team on a simulator, as the key of its owner sees it and as that of a plain member does. */
final class OneTeam implements AutoCloseable {
  private static final String OWNER = "key-of-the-owner";
  private static final String MEMBER = "key-of-a-member";

  final Simulator cloud = Simulator.start().instant();
  final Team estate = cloud.team("a");
  final Paperspace api = connect(OWNER);
  final Paperspace plain = connect(MEMBER);
  private int read;

  OneTeam() {
    cloud.key(OWNER).team("a");
    cloud.key(MEMBER).team("a").user("urmember1");
  }

  private Paperspace connect(String key) {
    return Paperspace.connect(ClientConfig.of(cloud.url(), key));
  }

  /** Inputs of a resource of this team. */
  Given given(String... pairs) {
    return Given.given(pairs).in(estate.id());
  }

  /** Makes the object of a resource; answers what the create showed. */
  <R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> T made(
      Adapter<R, O, T> adapter, R resource) {
    return adapter.create(resource, given()).call().send(api).remote();
  }

  /** Sends the next step towards a resource; answers what it left. */
  <R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> T changed(
      Adapter<R, O, T> adapter, R resource, T remote, Given inputs) {
    var drift = adapter.diff(resource, remote, inputs);
    return adapter.next(resource, remote, drift, inputs).call().send(api).remote();
  }

  /** Puts an object in behind everybody's back. */
  void put(String collection, String id, String yaml) {
    estate.table(collection).add(id, Given.read(ObjectNode.class, yaml));
  }

  /** What was sent since this was asked last that changes something. */
  List<String> sent() {
    var all = cloud.journal().mutating();
    var since = all.subList(read, all.size());
    read = all.size();
    return since.stream()
        .map(
            it ->
                (it.method() + " " + it.path() + " " + (it.body() == null ? "" : it.body()))
                    .strip())
        .toList();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
