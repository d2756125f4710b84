package com.paperspace.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;

/** Which arrows a house allows, whatever its address; {@link SeededFaultsTest} shows they bite. */
final class HouseRules {
  /** The rooms of the engine, from the top; each looks only at those below it. */
  private static final List<String> ROOMS =
      List.of(
          "engine", "delete", "create", "update", "cloud", "pass", "account", "cluster", "status",
          "adapter");

  /** Packages look downward: app, kind, reconcile; model and client look at no other. */
  static ArchRule packages(String house) {
    return layers(house + "..")
        .layer("app")
        .definedBy(house + ".app")
        .layer("kind")
        .definedBy(house + ".kind")
        .layer("reconcile")
        .definedBy(house + ".reconcile..")
        .layer("api")
        .definedBy(house + ".api")
        .layer("client")
        .definedBy(house + ".client")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("kind")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("reconcile")
        .mayOnlyBeAccessedByLayers("kind", "app")
        .whereLayer("api")
        .mayNotAccessAnyLayer()
        .whereLayer("client")
        .mayNotAccessAnyLayer();
  }

  /** Rooms of the engine look downward, and a kind sees the lowest alone. */
  static ArchRule rooms(String house) {
    var rule =
        layers(house + ".reconcile..", house + ".kind").layer("kind").definedBy(house + ".kind");
    for (var room : ROOMS) {
      rule = rule.layer(room).definedBy(house + ".reconcile." + room);
    }
    for (int i = 0; i < ROOMS.size(); i++) {
      var above = ROOMS.subList(0, i).stream();
      var isLowest = i == ROOMS.size() - 1;
      var allowed = Stream.concat(above, isLowest ? Stream.of("kind") : Stream.of());
      var names = allowed.toArray(String[]::new);
      var room = rule.whereLayer(ROOMS.get(i));
      rule =
          names.length == 0
              ? room.mayNotBeAccessedByAnyLayer()
              : room.mayOnlyBeAccessedByLayers(names);
    }
    return rule;
  }

  /** The engine reaches the API through its one door, whatever it knows of adapters beside. */
  static ArchRule oneDoor(String house) {
    return noClasses()
        .that()
        .resideInAnyPackage(
            Stream.of("engine", "delete", "create", "update", "pass", "cluster", "status")
                .map(it -> house + ".reconcile." + it)
                .toArray(String[]::new))
        .should(callWith(house + ".client.Paperspace"));
  }

  /** Calls anything that takes or is the client of the API. */
  private static ArchCondition<JavaClass> callWith(String client) {
    return new ArchCondition<>("call the API beside External") {
      @Override
      public void check(JavaClass caller, ConditionEvents events) {
        // A reference to a method is a call somewhere else.
        for (var access : caller.getCodeUnitAccessesFromSelf()) {
          var target = access.getTarget();
          boolean takes =
              !target.getName().equals("<init>")
                  && target.getRawParameterTypes().stream()
                      .anyMatch(it -> it.getName().equals(client));
          boolean opens =
              target.getOwner().getName().equals(client)
                  && target.getRawReturnType().getPackageName().equals(packageOf(client));
          if (takes || opens) {
            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
          }
        }
      }
    };
  }

  private static String packageOf(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** Every class stands in a room, and none in the hall of the engine. */
  static ArchRule addresses(String house) {
    var all =
        Stream.concat(
            Stream.of("app", "kind", "api", "client"), ROOMS.stream().map("reconcile."::concat));
    return classes()
        .that()
        .haveSimpleNameNotEndingWith("package-info")
        .should()
        .resideInAnyPackage(all.map(it -> house + "." + it).toArray(String[]::new));
  }

  /** No class depends on one that depends on it, over however many others. */
  static ArchRule noCircles(String house) {
    return slices().assignedFrom(new FileOfClass(house)).should().beFreeOfCycles();
  }

  private static LayeredArchitecture layers(String first, String... more) {
    return layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(first, more)
        .withOptionalLayers(true);
  }

  /** A class with all that is nested in it. */
  private record FileOfClass(String house) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass it) {
      return it.getName().startsWith(house + ".")
          ? SliceIdentifier.of(it.getName().replaceFirst("\\$.*", ""))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "classes of " + house;
    }
  }

  private HouseRules() {}
}
