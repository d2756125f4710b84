package com.paperspace.operator.kind;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.KeyRef;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.client.MachineAccess.Accessor;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.User;
import com.paperspace.operator.reconcile.adapter.Inputs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Machines, answers and inputs for tests, each one line. */
final class MachineFixture {
  static final long GB = 1L << 30;
  static final String SEEN = MachineMarks.NO_TOKEN;

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String REQUIRED =
      "machineType: A4000\ntemplateId: t0nspur5\nregion: ny2\ndiskSize: 50\n";

  private MachineFixture() {}

  /** A machine that declares what is required and the lines given, which may repeat a field. */
  static Machine machine(String... lines) {
    var spec = new LinkedHashMap<String, Object>();
    try {
      spec.putAll(map(REQUIRED));
      spec.putAll(map(String.join("\n", lines)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var machine = new Machine();
    machine.setMetadata(
        new ObjectMetaBuilder().withName("trainer").withNamespace("ml").withGeneration(1L).build());
    machine.setSpec(YAML.convertValue(spec, Machine.Spec.class));
    return machine;
  }

  static Machine restartAt(Machine machine, String token) {
    machine.getMetadata().setAnnotations(Map.of(Annotations.RESTART_AT, token));
    return machine;
  }

  /** The machine {@link #machine} declares, in a state, but for the lines given. */
  static Machines.View view(String state, String... lines) {
    var fields =
        new LinkedHashMap<String, Object>(
            Map.of(
                "id", "ps1",
                "name", "trainer",
                "state", state,
                "machineType", "A4000",
                "region", "East Coast (NY2)",
                "publicIpType", "none",
                "storageTotal", 50 * GB));
    try {
      fields.putAll(map(String.join("\n", lines)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return YAML.convertValue(fields, Machines.View.class);
  }

  static MachineRemote seen(String state, String... lines) {
    return MachineRemote.of(view(state, lines));
  }

  static MachineRemote during(String state, String event, String eventState, String error) {
    return new MachineRemote(view(state), event(event, eventState, error), null, null, null);
  }

  static MachineEvents.View event(String name, String state, String error) {
    return new MachineEvents.View("ev1", name, state, "ps1", null, null, null, error);
  }

  static MachineRemote withAccessors(MachineRemote remote, String... ids) {
    return new MachineRemote(remote.view(), remote.event(), accessors(ids), remote.desktop(), null);
  }

  static MachineRemote withRestart(MachineRemote remote, String eventId) {
    var restart = new MachineEvents.View(eventId, "restart", "new", "ps1", null, null, null, null);
    return new MachineRemote(remote.view(), remote.event(), null, null, restart);
  }

  static List<Accessor> accessors(String... ids) {
    return Arrays.stream(ids)
        .map(id -> new Accessor(new User(id, null, null, null, null), null))
        .toList();
  }

  /** Inputs that remember what is given, by turns key and value. */
  static Inputs inputs(String... sent) {
    var marks = new LinkedHashMap<String, String>();
    for (int i = 0; i < sent.length; i += 2) {
      marks.put(sent[i], sent[i + 1]);
    }
    return inputs(marks, null);
  }

  /** Inputs of a machine that was acted upon before. */
  static Inputs known() {
    return inputs(MachineMarks.RESTART, SEEN);
  }

  static Inputs inputs(Map<String, String> sent, String eventId) {
    return following(
        sent,
        eventId == null
            ? null
            : new ManagedStatus.Operation("Updating", Given.NOW.toString(), eventId));
  }

  /** Inputs whose status records an operation; null for none. */
  static Inputs following(Map<String, String> sent, ManagedStatus.Operation operation) {
    return new Inputs() {
      @Override
      public String id(String field) {
        return "id-of-" + field;
      }

      @Override
      public Inputs with(Map<String, String> found) {
        throw new AssertionError("looked up by the engine alone");
      }

      @Override
      public String teamId() {
        return "te1";
      }

      @Override
      public String secret(SecretKeyRef key) {
        throw new AssertionError("a machine has no secrets");
      }

      @Override
      public String text(ConfigMapKeyRef key) {
        throw new AssertionError("a machine has no ConfigMaps");
      }

      @Override
      public String version(KeyRef key) {
        return "v1";
      }

      @Override
      public boolean isAdopted() {
        return false;
      }

      @Override
      public String digest(String value) {
        throw new AssertionError("a machine has no secrets");
      }

      @Override
      public Map<String, String> marks() {
        return sent;
      }

      @Override
      public ManagedStatus.Operation operation() {
        return operation;
      }

      @Override
      public Instant now() {
        return Given.NOW;
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String yaml) throws IOException {
    return yaml.isBlank() ? Map.of() : YAML.readValue(yaml, Map.class);
  }
}
