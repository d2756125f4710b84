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

  /** Sends the call to the machine of an id. */
  Operation<Machines.View> send(Paperspace api, String id);

  /** The machine's accessors after the call, from those before. */
  default List<Accessor> after(List<Accessor> accessors) {
    return accessors;
  }

  /** The machine's startup scripts after the call, from those before. */
  default List<String> scripts(List<String> scripts) {
    return scripts;
  }

  /** Changes fields of the machine. */
  record Put(Machines.Body body) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().update(id, body);
    }
  }

  /** Switches the machine on. */
  record Start() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().start(id);
    }
  }

  /** Switches the machine off. */
  record Stop() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().stop(id);
    }
  }

  /** Restarts the machine. */
  record Restart() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return api.machines().restart(id);
    }
  }

  /** Gives a team member access to the machine. */
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

  /** Assigns a startup script to the machine. */
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

  /** Takes a startup script from the machine. */
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

  /** No call: the restart that is asked for is under way, or done. */
  record Follow(MachineEvents.View event) implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return new Operation<>(event, null);
    }
  }

  /** No call: marks are only to be remembered. */
  record None() implements MachineCall {
    @Override
    public Operation<Machines.View> send(Paperspace api, String id) {
      return Operation.nothing();
    }
  }
}
