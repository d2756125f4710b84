package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is remembered in {@code status.marks} because no machine answer says it. */
final class MachineMarks {
  /**
   * The restart token served last, or {@link #NO_TOKEN}. It is absent only while this resource has
   * never been acted upon: just adopted, or created by a call whose answer was lost.
   */
  static final String RESTART = "restartAt";

  /** Stands for no token: an empty mark might not survive on its way through a status. */
  static final String NO_TOKEN = Drift.NONE;

  /**
   * {@link #WAITS} from our stop for a change until we start the machine, {@link #STARTED} from
   * then until the machine is seen on, for a start may be accepted and fail.
   */
  static final String STOPPED = "stoppedForChange";

  /** The machine is off, or about to be, for a change that is still to be made. */
  static final String WAITS = "true";

  /**
   * The machine was told to start. Once it is seen on the mark goes, whatever change still stands
   * aside: a later switch-off is somebody else's.
   */
  static final String STARTED = "started";

  /**
   * The restart token about to be sent. It stands in the status before the call does, so that a
   * call whose answer was lost is looked for among the machine's events and not sent twice.
   */
  static final String ANNOUNCED = "restartAnnounced";

  /** Id of the newest restart event before the announced one, or {@link #NO_TOKEN}. */
  static final String BEFORE = "restartBefore";

  /** The fields a machine refused while it was on, and that wait until it is off. */
  static final String NEEDS_OFF = "needsOff";

  private static final int TOKEN_LENGTH = 256;

  private MachineMarks() {}

  /** The fields that {@link #NEEDS_OFF} names. */
  static Set<String> needsOff(Map<String, String> sent) {
    return Arrays.stream(sent.getOrDefault(NEEDS_OFF, "").split(" ", -1))
        .filter(field -> !field.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The restart token a person set, short enough for a status; {@link #NO_TOKEN} for none. */
  static String token(Machine resource) {
    var annotations = resource.getMetadata().getAnnotations();
    var token = annotations == null ? null : annotations.get(Annotations.RESTART_AT);
    if (token == null || token.isEmpty()) {
      return NO_TOKEN;
    }
    return Text.cut(token, TOKEN_LENGTH);
  }
}
