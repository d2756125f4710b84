package com.paperspace.operator.kind;

import com.paperspace.operator.client.MachineAccess.Accessor;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Operation;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.User;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One mutating call on a machine, not yet sent. */
sealed interface MachineCall {

  /** Sends it. */
  Operation<Machines.View> send(Paperspace api, String id);

  /** The accessors after it, from those before. */
  default List<Accessor> after(List<Accessor> accessors) {
    return accessors;
  }

  /** The startup scripts after it, from those before. */
  default List<String> scripts(List<String> scripts) {
    return scripts;
  }

  /** Changes fields. */
  record Put(Machines.Body body) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().update(id, body);
    }
  }

  /** Switches it on. */
  record Start() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().start(id);
    }
  }

  /** Switches it off. */
  record Stop() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().stop(id);
    }
  }

  /** Restarts it. */
  record Restart() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().restart(id);
    }
  }

  /** Lets a team member in. */
  record AddAccessor(String userId) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      api.machineAccess().add(id, userId);
      return Operation.nothing();
    }

    @Override
    public List<Accessor> after(List<Accessor> accessors) {
      var more = new ArrayList<>(accessors);
      more.add(new Accessor(new User(userId, null, null, null, null), null));
      return List.copyOf(more);
    }
  }

  /** Takes a person's access away; keys inside the machine stay (docs/paperspace-api.md 2.4). */
  record RemoveAccessor(String userId) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      api.machineAccess().remove(id, userId);
      return Operation.nothing();
    }

    @Override
    public List<Accessor> after(List<Accessor> accessors) {
      return accessors.stream()
          .filter(it -> it.user() == null || !userId.equals(it.user().id()))
          .toList();
    }
  }

  /** Has a startup script be for it. */
  record Assign(String script) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      api.startupScripts().assign(script, id);
      return Operation.nothing();
    }

    @Override
    public List<String> scripts(List<String> scripts) {
      return Stream.concat(scripts.stream(), Stream.of(script)).toList();
    }
  }

  /** Has a startup script be for it no more. */
  record Unassign(String script) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      api.startupScripts().unassign(script, id);
      return Operation.nothing();
    }

    @Override
    public List<String> scripts(List<String> scripts) {
      return scripts.stream().filter(it -> !it.equals(script)).toList();
    }
  }

  /** No call: the restart it would ask for is under way, or done. */
  record Follow(MachineEvents.View event) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return new Operation<>(event, null);
    }
  }

  /** No call: something is only to be remembered. */
  record None() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return Operation.nothing();
    }
  }
}
