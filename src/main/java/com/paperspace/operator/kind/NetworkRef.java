package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.client.Paperspace;
import java.util.function.Function;

/** The private network a spec names, by reference or by id. */
final class NetworkRef {
  static final String FIELD = "networkRef";
  static final String ID = "networkId";

  private NetworkRef() {}

  static <S> ResourceRef<S> of(Function<S, LocalRef> ref, Function<S, String> id) {
    return new ResourceRef<>(FIELD, ID, PrivateNetwork.class, ref, id);
  }

  static boolean exists(Paperspace api, String id) {
    return api.privateNetworks().get(id).isPresent();
  }
}
