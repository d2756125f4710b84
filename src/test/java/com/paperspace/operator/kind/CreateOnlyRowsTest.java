package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.GrowOnly;
import com.paperspace.operator.api.Immutable;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.reconcile.adapter.Adapter;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a spec marks as set by a create alone, its table takes for fixed, and nothing else. */
class CreateOnlyRowsTest {

  static Stream<Class<?>> kinds() {
    return Kinds.all().stream().map(Adapter::type);
  }

  private static Set<String> table(Class<?> kind) {
    if (kind == Deployment.class) {
      return ProjectRef.FIELDS;
    }
    if (kind == SnapshotRestore.class) {
      return SnapshotRestoreAdapter.CREATE_ONLY;
    }
    if (kind == Machine.class) {
      return machine(row -> row.when() == Row.When.NEVER);
    }
    if (kind == PublicIp.class) {
      return Set.of(PublicIpAdapter.REGION.field());
    }
    return Kinds.all().stream()
        .filter(it -> it.type() == kind)
        .map(it -> ((SimpleKind<?, ?, ?, ?, ?>) it).createOnly())
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> machine(Predicate<Row<Machine.Spec, Machines.View>> which) {
    return MachineRows.ALL.stream().filter(which).map(Row::field).collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void theSpecAndItsTableSayTheSame(Class<?> kind) {
    assertThat(table(kind)).isEqualTo(marked(kind, Immutable.class));
  }

  @Test
  void likewiseWhatMayOnlyGrow() {
    assertThat(machine(row -> row.sending().grows()))
        .isEqualTo(marked(Machine.class, GrowOnly.class));
  }

  private static Set<String> marked(Class<?> kind, Class<? extends Annotation> mark) {
    return Arrays.stream(kind.getDeclaredClasses())
        .filter(it -> it.getSimpleName().equals("Spec"))
        .flatMap(it -> Arrays.stream(it.getRecordComponents()))
        .filter(it -> it.isAnnotationPresent(mark))
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }
}
