package com.paperspace.operator.app;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.kind.MachineRemote;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is counted of resources: read from the informers' own objects on each scrape, without a call
 * or a copy. Who does not lead counts nothing, so that sums over all replicas are right.
 *
 * @param resources all the informers show
 * @param kinds those served, of which also none is counted
 * @param each whether each resource has series of its own
 */
record ResourceSeries(
    BooleanSupplier leads,
    Supplier<Stream<PaperspaceResource<?, ?>>> resources,
    Collection<String> kinds,
    boolean each)
    implements MultiCollector {

  @Override
  public MetricSnapshots collect() {
    var scrape = new Scrape();
    if (leads.getAsBoolean()) {
      kinds.forEach(kind -> scrape.count.put(kind, 0));
      resources.get().forEach(it -> scrape.add(it, each));
    }
    return scrape.snapshots();
  }

  /** One scrape in the making. */
  private static final class Scrape {
    private static final String[] OBJECT = {"namespace", "name", "kind"};

    private final Map<String, Integer> count = new HashMap<>();
    private final Map<List<String>, Integer> groups = new HashMap<>();
    private final Family conditions =
        new Family(
            "paperspace_resource_status_condition",
            "1 for each condition of a resource as it is now",
            "namespace",
            "name",
            "kind",
            "type",
            "status",
            "reason");
    private final Family paused =
        new Family("paperspace_resource_paused", "1 for each paused resource", OBJECT);
    private final Family deleting =
        new Family(
            "paperspace_resource_deletion_timestamp_seconds",
            "When the deletion of a resource was asked for",
            OBJECT);
    private final Family usage =
        new Family(
            "paperspace_resource_usage_rate",
            "Price rate of use of what is not off, as the API reports it; it documents no unit",
            OBJECT);
    private final Family storage =
        new Family(
            "paperspace_resource_storage_rate",
            "Price rate of storage as the API reports it; it documents no unit",
            OBJECT);

    private void add(PaperspaceResource<?, ?> resource, boolean each) {
      count.merge(resource.getKind(), 1, Integer::sum);
      var conditions = conditionsOf(resource);
      conditions.forEach(
          it ->
              groups.merge(
                  List.of(resource.getKind(), it.type(), it.status(), it.reason()),
                  1,
                  Integer::sum));
      if (each) {
        var metadata = resource.getMetadata();
        one(resource, conditions, metadata.getNamespace(), metadata.getName(), resource.getKind());
      }
    }

    /** Whoever may write a status may leave a condition half empty. */
    private static List<Condition> conditionsOf(PaperspaceResource<?, ?> resource) {
      var status = resource.getStatus();
      return status == null || status.conditions() == null
          ? List.of()
          : status.conditions().stream()
              .filter(it -> it.type() != null && it.status() != null && it.reason() != null)
              .toList();
    }

    private void one(
        PaperspaceResource<?, ?> resource,
        List<Condition> all,
        String namespace,
        String name,
        String kind) {
      all.forEach(
          it -> conditions.add(1, namespace, name, kind, it.type(), it.status(), it.reason()));
      if (Metadata.isPaused(resource)) {
        paused.add(1, namespace, name, kind);
      }
      if (resource.isMarkedForDeletion()) {
        var since = Instant.parse(resource.getMetadata().getDeletionTimestamp());
        deleting.add((double) since.getEpochSecond(), namespace, name, kind);
      }
      if (resource instanceof Machine machine && machine.getStatus() != null) {
        var seen = machine.getStatus().observed();
        // Of what is off the API documents no price by the hour (docs/paperspace-api.md 2.1).
        if (seen != null && seen.usageRate() != null && !MachineRemote.OFF.equals(seen.state())) {
          usage.add(seen.usageRate(), namespace, name, kind);
        }
        if (seen != null && seen.storageRate() != null) {
          storage.add(seen.storageRate(), namespace, name, kind);
        }
      }
    }

    private MetricSnapshots snapshots() {
      var resources = new Family("paperspace_resources", "Resources there are", "kind");
      count.forEach((kind, number) -> resources.add(number, kind));
      var condition =
          new Family(
              "paperspace_resource_condition",
              "Resources by kind, condition and its status",
              "kind",
              "type",
              "status",
              "reason");
      groups.forEach((group, number) -> condition.add(number, group.toArray(String[]::new)));
      return MetricSnapshots.of(
          resources.gauge(),
          condition.gauge(),
          conditions.gauge(),
          paused.gauge(),
          deleting.gauge(),
          usage.gauge(),
          storage.gauge());
    }
  }
}
