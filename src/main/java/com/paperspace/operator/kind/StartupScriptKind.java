package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.api.StartupScript.Observed;
import com.paperspace.operator.api.StartupScript.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.StartupScripts;
import com.paperspace.operator.client.StartupScripts.Change;
import com.paperspace.operator.client.StartupScripts.Create;
import com.paperspace.operator.client.StartupScripts.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import java.util.List;
import java.util.Objects;

/** A startup script; all of it can change. Which machines run it, their own specs say. */
public final class StartupScriptKind {
  /** The contract bounds no text; a spec, a ConfigMap and a Secret bound each by itself. */
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private StartupScriptKind() {}

  /** The kind as its table says. */
  public static Adapter<StartupScript, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(
                StartupScript.class,
                Paperspace::startupScripts,
                it -> it.list(),
                StartupScripts::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .changeable("isRunOnce", Spec::isRunOnce, View::isRunOnce)
            .changeable("isEnabled", Spec::isEnabled, View::isEnabled)
            .value("script", it -> TextOrigin.of("script", it.script()), NO_LIMIT)
            .create(
                it -> new Create(it.name(), it.value(), it.spec().isRunOnce()),
                StartupScripts::create)
            .change(StartupScriptKind::change, StartupScripts::update)
            .beforeDelete(StartupScriptKind::requireUnused)
            .delete(StartupScripts::delete)
            .observed("The script is stored.", it -> observed(it.view())));
  }

  private static Change change(Declared<Spec> it) {
    return new Change(
        it.changed("name", Spec::name),
        it.value(),
        it.changed("isRunOnce", Spec::isRunOnce),
        it.changed("isEnabled", Spec::isEnabled));
  }

  /** Some services delete a script that is in use (docs/paperspace-api.md 10.12): none may be. */
  private static void requireUnused(Paperspace api, View script) {
    var assigned = machines(script);
    if (assigned.isEmpty()) {
      return;
    }
    // No document says that a machine which is gone leaves the list.
    var machines =
        api.machines().list().stream()
            .filter(it -> assigned.contains(it.id()))
            .map(it -> new Part(Machine.class, it.id()))
            .toList();
    InUseException.requireNone("Startup script " + script.id(), machines);
    Sight.requireWhole(api, "startup script " + script.id(), "machines");
  }

  private static List<String> machines(View script) {
    return Objects.requireNonNullElse(script.assignedMachineIds(), List.of());
  }

  private static Observed observed(View it) {
    var made = Objects.toString(it.dtCreated(), null);
    return new Observed(it.isEnabled(), it.isRunOnce(), machines(it).size(), made);
  }
}
