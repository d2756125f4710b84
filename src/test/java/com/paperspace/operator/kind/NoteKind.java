package com.paperspace.operator.kind;

import com.paperspace.operator.lifecycle.Note;
import com.paperspace.operator.lifecycle.Note.Observed;
import com.paperspace.operator.lifecycle.Note.Spec;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps notes, in a cloud that is a map and does not tell when one was written. */
public final class NoteKind {
  static final int LONGEST = 40;

  private NoteKind() {}

  /** A note in the cloud; its text is compared by nobody. */
  public record View(String id, String name, String text, List<String> readers) {}

  /** The kind as its table says. */
  public static Adapter<Note, Observed, Remote<View>> adapter(Map<String, View> cloud) {
    return new SimpleKind<>(
        KindTable.of(
                Note.class,
                api -> cloud,
                it -> List.copyOf(it.values()),
                (it, id) -> Optional.ofNullable(it.get(id)))
            .identity(it -> new Identity(it.id(), it.name(), null))
            .value("text", it -> TextOrigin.of("text", it.text()), LONGEST)
            .set(
                "readers",
                Spec::readers,
                (it, note) -> note.readers(),
                (it, id, reader) -> read(it, id, reader, true),
                (it, id, reader) -> read(it, id, reader, false))
            .create(
                it -> new View("note-" + cloud.size(), it.name(), it.value(), List.of()),
                NoteKind::put)
            .change(
                Declared::value,
                (it, id, text) -> {
                  var old = it.get(id);
                  return Optional.of(put(it, new View(id, old.name(), text, old.readers())));
                })
            .delete(Map::remove)
            .observed("The note is there.", it -> new Observed(it.view().readers().size())));
  }

  private static View put(Map<String, View> cloud, View note) {
    cloud.put(note.id(), note);
    return note;
  }

  private static void read(Map<String, View> cloud, String id, String reader, boolean may) {
    var old = cloud.get(id);
    var others = old.readers().stream().filter(it -> !it.equals(reader));
    var readers = Stream.concat(others, may ? Stream.of(reader) : Stream.of()).toList();
    put(cloud, new View(id, old.name(), old.text(), readers));
  }
}
