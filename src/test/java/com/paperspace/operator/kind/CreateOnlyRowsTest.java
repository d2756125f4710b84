package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.GrowOnly;
import com.paperspace.operator.api.Immutable;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.SharedDrive;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a spec marks as set by a create alone, its table takes for fixed, and nothing else. */
class CreateOnlyRowsTest {

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(SharedDrive.Spec.class, table(SharedDriveKind.adapter())),
        Arguments.of(ProjectSecret.Spec.class, table(ProjectSecretKind.adapter())),
        Arguments.of(PaperspaceProject.Spec.class, table(ProjectKind.adapter())),
        Arguments.of(Deployment.Spec.class, ProjectRef.FIELDS),
        Arguments.of(
            Machine.Spec.class,
            MachineRows.ALL.stream()
                .filter(row -> row.when() == Row.When.NEVER)
                .map(Row::field)
                .collect(Collectors.toSet())));
  }

  private static Set<String> table(Object adapter) {
    return ((SimpleKind<?, ?, ?, ?, ?>) adapter).createOnly();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void theSpecAndItsTableSayTheSame(Class<?> spec, Set<String> fixed) {
    assertThat(fixed).isEqualTo(marked(spec, Immutable.class));
  }

  @Test
  void likewiseWhatMayOnlyGrow() {
    var growing =
        MachineRows.ALL.stream()
            .filter(row -> row.way().grows())
            .map(Row::field)
            .collect(Collectors.toSet());
    assertThat(growing).isEqualTo(marked(Machine.Spec.class, GrowOnly.class));
  }

  private static Set<String> marked(Class<?> spec, Class<? extends Annotation> mark) {
    return Arrays.stream(spec.getRecordComponents())
        .filter(it -> it.isAnnotationPresent(mark))
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }
}
