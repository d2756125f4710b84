package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.reconcile.Drift;
import com.paperspace.operator.reconcile.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is remembered in {@code status.sent} because no machine answer says it. */
final class MachineMarks {
  /**
   * The restart token served last, or {@link #NO_TOKEN}. It is absent only while this resource has
   * never been acted upon: just adopted, or created by a call whose answer was lost.
   */
  static final String RESTART = "restartAt";

  /** Stands for no token: an empty mark might not survive on its way through a status. */
  static final String NO_TOKEN = "(none)";

  /** {@code "true"} from our stop for a change until the start after it. */
  static final String STOPPED = "stoppedForChange";

  /**
   * The restart token about to be sent. It stands in the status before the call does, so that a
   * call whose answer was lost is looked for among the machine's events and not sent twice.
   */
  static final String ANNOUNCED = "restartAnnounced";

  /** Id of the newest restart event before the announced one, or {@link #NO_TOKEN}. */
  static final String BEFORE = "restartBefore";

  /** Before the name of a field that only a create can set and no answer shows. */
  private static final String CREATED = "created.";

  /** Always declared, so its mark tells that the answer to the create was seen. */
  private static final String TEMPLATE = "templateId";

  private static final int TOKEN_LENGTH = 256;

  private MachineMarks() {}

  /** What a create leaves. A restart asked for before there is a machine is its first start. */
  static Map<String, String> ofCreate(Machine resource) {
    var marks = new HashMap<String, String>();
    marks.put(RESTART, token(resource));
    unseen(resource.getSpec()).forEach((field, value) -> marks.put(CREATED + field, value));
    return marks;
  }

  /** What was edited while the create was under way, too late for it. */
  static List<Drift> missed(Machine.Spec spec, Map<String, String> sent) {
    if (!sent.containsKey(CREATED + TEMPLATE)) {
      return List.of();
    }
    return unseen(spec).entrySet().stream()
        .filter(it -> !it.getValue().equals(sent.get(CREATED + it.getKey())))
        .map(it -> Drift.replace(it.getKey(), it.getValue(), sent.get(CREATED + it.getKey())))
        .toList();
  }

  private static Map<String, String> unseen(Machine.Spec spec) {
    var declared = new TreeMap<String, String>();
    declared.put(TEMPLATE, spec.templateId());
    declared.put("startupScriptId", spec.startupScriptId());
    declared.put("takeInitialSnapshot", Objects.toString(spec.takeInitialSnapshot(), null));
    declared.put("enableNvlink", Objects.toString(spec.enableNvlink(), null));
    declared.values().removeIf(Objects::isNull);
    return declared;
  }

  /** The restart token a person set, short enough for a status; {@link #NO_TOKEN} for none. */
  static String token(Machine resource) {
    var annotations = resource.getMetadata().getAnnotations();
    var token = annotations == null ? null : annotations.get(Verbs.RESTART_AT);
    if (token == null || token.isEmpty()) {
      return NO_TOKEN;
    }
    return Text.cut(token, TOKEN_LENGTH);
  }
}
