package com.paperspace.operator.app;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/**
 * Tells of every event of an informer in one of two ways.
 *
 * @param there told an object that is there, be it new or changed
 * @param gone told an object that is gone
 */
record EveryEvent<T>(Consumer<T> there, Consumer<T> gone) implements ResourceEventHandler<T> {

  @Override
  public void onAdd(T object) {
    there.accept(object);
  }

  @Override
  public void onUpdate(T before, T now) {
    there.accept(now);
  }

  @Override
  public void onDelete(T object, boolean finalStateUnknown) {
    gone.accept(object);
  }
}
