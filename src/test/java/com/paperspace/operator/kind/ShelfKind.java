package com.paperspace.operator.kind;

import com.paperspace.operator.lifecycle.Shelf;
import com.paperspace.operator.lifecycle.Shelf.Observed;
import com.paperspace.operator.lifecycle.Shelf.Spec;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps shelves, in a cloud that is a map: what a new kind of one collection costs here. */
public final class ShelfKind {
  private ShelfKind() {}

  /** A shelf in the cloud. */
  public record View(String id, String name, Integer boards) {}

  /** The kind as its table says. */
  public static Adapter<Shelf, Observed, Remote<View>> adapter(Map<String, View> cloud) {
    return new SimpleKind<>(
        KindTable.of(
                Shelf.class,
                api -> cloud,
                it -> List.copyOf(it.values()),
                (it, id) -> Optional.ofNullable(it.get(id)))
            .identity(it -> new Identity(it.id(), it.name(), null))
            .row(Row.number("boards", Spec::boards, View::boards))
            .create(
                it -> new View("shelf-" + cloud.size(), it.name(), it.spec().boards()),
                (it, made) -> put(it, made.id(), made))
            .change(
                it -> new View(null, it.name(), it.spec().boards()),
                (it, id, change) ->
                    Optional.of(put(it, id, new View(id, change.name(), change.boards()))))
            .delete(Map::remove)
            .observed("The shelf stands.", it -> new Observed(it.view().boards())));
  }

  private static View put(Map<String, View> cloud, String id, View shelf) {
    cloud.put(id, shelf);
    return shelf;
  }
}
