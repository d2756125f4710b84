package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Machine.Spec;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The startup script of a machine. Scripts tell which machines they are for, and machines do not
 * (docs/paperspace-api.md 2.3); what others assign to the machine beside it stays.
 *
 * @param declared id of the script the spec means; null for none
 * @param ours id of the script that was assigned from here, or is about to be; null for none
 * @param assigned ids of all scripts the machine has; null when not read
 */
record MachineScript(String declared, String ours, List<String> assigned) {
  static final ResourceRef<Spec> REF =
      new ResourceRef<>(
          "startupScriptRef",
          "startupScriptId",
          StartupScript.class,
          Spec::startupScriptRef,
          Spec::startupScriptId);

  /** Mark, and what a difference of it alone is called: id of the script assigned from here. */
  static final String MARK = "startupScript";

  static MachineScript of(Spec spec, MachineRemote remote, Inputs inputs) {
    var declared = REF.id(spec, inputs);
    return new MachineScript(declared, ours(declared, remote, inputs), remote.scripts());
  }

  /**
   * What a machine was made with by a create whose answer was lost is ours too: the one declared.
   * Others may have assigned another by the time the machine is found.
   */
  private static String ours(String declared, MachineRemote remote, Inputs inputs) {
    var marked = inputs.marks().get(MARK);
    boolean isUnmarked = marked == null && isOfLostCreate(inputs) && remote.scripts() != null;
    return isUnmarked && declared != null && remote.scripts().contains(declared)
        ? declared
        : marked;
  }

  private static boolean isOfLostCreate(Inputs inputs) {
    return !inputs.isAdopted() && inputs.marks().get(MachineMarks.RESTART) == null;
  }

  /** What is still to be marked as ours, beside the marks there are. */
  Optional<String> mark(Map<String, String> marks) {
    return Optional.ofNullable(ours).filter(it -> marks.get(MARK) == null);
  }

  /** The id a create is sent with; null for none. */
  static String declared(Spec spec, UnaryOperator<String> ids) {
    return spec.startupScriptRef() == null ? spec.startupScriptId() : ids.apply(REF.field());
  }

  static boolean exists(Paperspace api, String id) {
    return api.startupScripts().get(id).isPresent();
  }

  /** Ids of the scripts that are for a machine; null where it does not matter. */
  static List<String> read(Machine resource, String machine, Inputs inputs, Paperspace api) {
    return isRead(resource, inputs)
        ? api.startupScripts().list().stream()
            .filter(it -> it.assignedMachineIds() != null)
            .filter(it -> it.assignedMachineIds().contains(machine))
            .map(it -> it.id())
            .sorted()
            .toList()
        : null;
  }

  /** Whether it matters which scripts are for a machine. */
  static boolean isRead(Machine resource, Inputs inputs) {
    return REF.id(resource.getSpec(), inputs) != null
        || inputs.marks().get(MARK) != null
        || isOfLostCreate(inputs);
  }

  private boolean isMissing() {
    return declared != null && !assigned.contains(declared);
  }

  /** Whether what was assigned from here is to be taken away. */
  boolean isLeftOver() {
    return ours != null && !ours.equals(declared) && assigned.contains(ours);
  }

  /** How it differs, if it does. */
  Optional<Drift> diff(Spec spec) {
    if (assigned == null || !(isMissing() || isLeftOver())) {
      return Optional.empty();
    }
    var actual = assigned.isEmpty() ? null : String.join(", ", assigned);
    return Optional.of(Drift.correctable(REF.field(spec), declared, actual));
  }

  /** Somebody else took ours away: were it assigned again, that would not be ours. */
  Optional<Drift> outdatedMark() {
    boolean isGone = assigned != null && ours != null && !assigned.contains(ours);
    return isGone && !ours.equals(declared)
        ? Optional.of(new Drift(MARK, "(none)", ours, Remedy.VERB))
        : Optional.empty();
  }
}
