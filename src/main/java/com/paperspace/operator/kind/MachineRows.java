package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.Row.When.PERHAPS_WHILE_OFF;
import static com.paperspace.operator.kind.Row.When.WHILE_OFF;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Machine.Spec;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Machines.View;
import com.paperspace.operator.kind.Row.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of a machine, a row for each: all that comparing, sending and planning must know of a
 * plain one (docs/paperspace-api.md 2.3, 2.4).
 */
final class MachineRows {
  /** What is no plain field: members, power and what is only remembered or asked for. */
  static final String ACCESSORS = "accessorIds";

  static final String ACCESSORS_BY_ADDRESS = "accessors";

  static final String ADDRESS = "publicIpType";
  static final String POWER = "powerState";
  static final String RESTART = "restart-at";
  static final String STOPPED = MachineMarks.STOPPED;
  static final String NEEDS_OFF = MachineMarks.NEEDS_OFF;

  /** Switches, whose details travel with them. */
  private static final String SNAPSHOTS = "autoSnapshotEnabled";

  private static final String SHUTDOWN = "autoShutdownEnabled";
  private static final String RESTORE_POINT = "restorePointEnabled";

  static final ResourceRef<Spec> NETWORK = NetworkRef.of(Spec::networkRef, Spec::networkId);

  private static final List<Row<Spec, View>> PLAIN =
      List.of(
          Row.<Spec, View>of("region", Spec::region, MachineRows::region)
              .sameIf((spec, it) -> !Regions.differ(spec.region(), it.region()))
              .fixed(),
          Row.<Spec, View>of("name", Spec::name, View::name).ifShown(),
          // Null is what a machine outside all private networks may show (docs/paperspace-api.md
          // 10.32).
          Row.<Spec, View>of("networkId", Spec::networkId, View::networkId).at(PERHAPS_WHILE_OFF),
          Row.<Spec, View>of(ADDRESS, Spec::publicIpType, MachineRows::publicIpType)
              .at(PERHAPS_WHILE_OFF),
          Row.flag(SNAPSHOTS, Spec::autoSnapshotEnabled, View::autoSnapshotEnabled)
              .at(PERHAPS_WHILE_OFF),
          Row.<Spec, View>of(
                  "autoSnapshotFrequency", Spec::autoSnapshotFrequency, View::autoSnapshotFrequency)
              .forgottenUnless(Spec::autoSnapshotEnabled)
              .travellingWith(SNAPSHOTS)
              .at(PERHAPS_WHILE_OFF),
          Row.number(
                  "autoSnapshotSaveCount", Spec::autoSnapshotSaveCount, View::autoSnapshotSaveCount)
              .forgottenUnless(Spec::autoSnapshotEnabled)
              .travellingWith(SNAPSHOTS)
              .at(PERHAPS_WHILE_OFF),
          Row.flag(SHUTDOWN, Spec::autoShutdownEnabled, View::autoShutdownEnabled)
              .at(PERHAPS_WHILE_OFF),
          Row.number("autoShutdownTimeout", Spec::autoShutdownTimeout, View::autoShutdownTimeout)
              .forgottenUnless(Spec::autoShutdownEnabled)
              .travellingWith(SHUTDOWN)
              .at(PERHAPS_WHILE_OFF),
          Row.flag("autoShutdownForce", Spec::autoShutdownForce, View::autoShutdownForce)
              .forgottenUnless(Spec::autoShutdownEnabled)
              .travellingWith(SHUTDOWN)
              .at(PERHAPS_WHILE_OFF),
          Row.flag(RESTORE_POINT, Spec::restorePointEnabled, View::restorePointEnabled),
          Row.<Spec, View>of(
                  "restorePointFrequency", Spec::restorePointFrequency, View::restorePointFrequency)
              .forgottenUnless(Spec::restorePointEnabled)
              .travellingWith(RESTORE_POINT),
          // One that is not shown must never stop a machine.
          Row.<Spec, View>of("machineType", Spec::machineType, View::machineType)
              .inAnyCase()
              .ifShown()
              .at(WHILE_OFF),
          Row.<Spec, View>of(
                  "diskSize", Spec::diskSize, it -> DiskSize.gigabytes(it.storageTotal()))
              .sameIf((spec, it) -> DiskSize.is(it.storageTotal(), spec.diskSize()))
              .ifShown()
              .growing()
              .at(WHILE_OFF),
          Row.atCreate("templateId", Spec::templateId),
          Row.atCreate("takeInitialSnapshot", Spec::takeInitialSnapshot),
          // The service's own default mails people, at every creation anew (docs/paperspace-api.md
          // 2.4).
          Row.atCreate("emailPassword", spec -> Boolean.TRUE.equals(spec.emailPassword())),
          Row.atCreate("startOnCreate", MachineRows::starts),
          Row.atCreate("enableNvlink", Spec::enableNvlink));

  /** Every row, for what they say of their fields; those of references know no id. */
  static final List<Row<Spec, View>> ALL = all(field -> null);

  private static final Set<String> CHANGEABLE = names(row -> row.when() != When.NEVER);
  private static final Set<String> WHILE_OFF_ONLY = names(row -> row.when() == WHILE_OFF);
  private static final Set<String> PERHAPS = names(row -> row.when() == PERHAPS_WHILE_OFF);
  private static final Map<String, String> GROUPS =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Row::field, row -> row.sending().group()));

  private MachineRows() {}

  /**
   * Every row.
   *
   * @param ids what the references lead to, by field
   */
  static List<Row<Spec, View>> all(UnaryOperator<String> ids) {
    var network =
        Row.<Spec, View>of(
                NETWORK.field(),
                spec -> spec.networkRef() == null ? null : ids.apply(NETWORK.field()),
                View::networkId)
            .sentAs(NETWORK.idField())
            .at(PERHAPS_WHILE_OFF);
    var template =
        Row.<Spec, View>atCreate(
                OsTemplate.FIELD,
                spec -> spec.template() == null ? null : ids.apply(OsTemplate.FIELD))
            .sentAs("templateId");
    var own =
        Row.<Spec, View>atCreate(
                TemplateRef.FIELD,
                spec -> spec.templateRef() == null ? null : ids.apply(TemplateRef.FIELD))
            .sentAs("templateId");
    return Stream.concat(PLAIN.stream(), Stream.of(network, template, own)).toList();
  }

  private static Set<String> names(Predicate<Row<Spec, View>> which) {
    return ALL.stream().filter(which).map(Row::field).collect(Collectors.toUnmodifiableSet());
  }

  /** As a spec says it, where it can be read. */
  private static String region(View it) {
    return Regions.code(it.region()).orElse(it.region());
  }

  private static String publicIpType(View it) {
    return it.publicIpType() == null ? "none" : it.publicIpType();
  }

  /** Whether it starts is always said (docs/paperspace-api.md 2.4). */
  private static boolean starts(Spec spec) {
    return spec.startOnCreate() == null ? !"Off".equals(spec.powerState()) : spec.startOnCreate();
  }

  /** Whether a field goes into the body of a change, while the machine is on or off. */
  static boolean isAnyTime(String field) {
    return CHANGEABLE.contains(field) && !isWhileOff(field);
  }

  /** Whether only a machine that is off takes it. */
  static boolean isWhileOff(String field) {
    return WHILE_OFF_ONLY.contains(field);
  }

  /**
   * Whether some services take it only while the machine is off; the documents do not list them.
   */
  static boolean isPerhapsWhileOff(String field) {
    return PERHAPS.contains(field);
  }

  /** A timeout or force may be kept while auto-shutdown is on (docs/paperspace-api.md 10.31). */
  static boolean isShutdownDetail(String field) {
    return SHUTDOWN.equals(GROUPS.get(field)) && !SHUTDOWN.equals(field);
  }

  /** What belongs together travels together: a detail is taken along when its switch is sent. */
  static Set<String> withGroups(Set<String> fields) {
    var groups = fields.stream().map(GROUPS::get).collect(Collectors.toSet());
    return names(row -> groups.contains(row.sending().group()));
  }

  /** Whether all that only a stopped machine takes is as declared. */
  static boolean isAsDeclared(Spec spec, View view) {
    return ALL.stream().noneMatch(row -> isWhileOff(row.field()) && row.differs(spec, view));
  }

  /** A machine to be; what is not declared is left out. */
  static Machines.Body create(Machine resource, String name, UnaryOperator<String> ids) {
    var spec = resource.getSpec();
    var body = declared(spec, GROUPS.keySet(), ids);
    body.put("name", name);
    body.computeIfPresent(
        "region", (field, it) -> Regions.code(spec.region()).orElse(spec.region()));
    body.put(ACCESSORS, accessors(spec, ids));
    body.put(MachineScript.REF.idField(), MachineScript.declared(spec, ids));
    return Machines.Body.of(body);
  }

  /** Ids of all who are to have access; null where none are declared. */
  static List<String> accessors(Spec spec, UnaryOperator<String> ids) {
    return NamedIds.of(spec.accessorIds(), ACCESSORS_BY_ADDRESS, addresses(spec), ids);
  }

  /** The addresses among them; null where none are declared. */
  static List<String> addresses(Spec spec) {
    return spec.accessors() == null
        ? null
        : spec.accessors().stream().map(Machine.Accessor::email).toList();
  }

  /** Exactly the fields named, as declared. */
  static Machines.Body change(Spec spec, Set<String> fields, UnaryOperator<String> ids) {
    return Machines.Body.of(declared(spec, fields, ids));
  }

  private static Map<String, Object> declared(
      Spec spec, Set<String> fields, UnaryOperator<String> ids) {
    var body = new LinkedHashMap<String, Object>();
    for (var row : all(ids)) {
      var value = fields.contains(row.field()) ? row.declared().apply(spec) : null;
      if (value != null) {
        body.put(row.sending().name(), value);
      }
    }
    return body;
  }
}
