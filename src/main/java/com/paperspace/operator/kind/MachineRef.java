package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Paperspace;
import java.util.function.Function;

/** The machine a spec names, by reference or by id. */
final class MachineRef {
  static final String FIELD = "machineRef";
  private static final String ID = "machineId";

  private MachineRef() {}

  static <S> ResourceRef<S> of(Function<S, LocalRef> ref, Function<S, String> id) {
    return new ResourceRef<>(FIELD, ID, Machine.class, ref, id);
  }

  static boolean exists(Paperspace api, String id) {
    return api.machines().get(id).isPresent();
  }
}
