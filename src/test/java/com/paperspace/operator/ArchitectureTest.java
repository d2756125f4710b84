package com.paperspace.operator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.paperspace.operator.client.Listener;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cluster.RealScheduler;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md, "Rooms", that a compiler does not see. */
class ArchitectureTest {
  private static final String HOUSE = "com.paperspace.operator";
  private static final JavaClasses SHIPPED =
      new ClassFileImporter().withImportOption(new Shipped()).importPackages(HOUSE);

  @Test
  void arrowsPointDownward() {
    check(HouseRules.packages(HOUSE));
  }

  @Test
  void arrowsBetweenTheRoomsOfTheEnginePointDownward() {
    check(HouseRules.rooms(HOUSE));
  }

  @Test
  void everyClassHasARoom() {
    check(HouseRules.addresses(HOUSE));
  }

  @Test
  void theEngineReachesTheApiThroughOneDoor() {
    check(HouseRules.oneDoor(HOUSE));
  }

  @Test
  void noCirclesBetweenClasses() {
    check(HouseRules.noCircles(HOUSE));
  }

  @Test
  void theEngineKnowsOnlyTheFacadeOfTheClient() {
    check(
        noClasses()
            .that()
            .resideInAPackage(HOUSE + ".reconcile..")
            .should()
            .dependOnClassesThat(
                resideInAPackage(HOUSE + ".client")
                    .and(
                        not(
                            belongToAnyOf(
                                Paperspace.class, PaperspaceException.class, Listener.class)))
                    // Whose key is this: the one question the engine asks by itself.
                    .and(not(named("Auth", "Auth$Session", "Auth$Session$Team", "Auth$Team")))));
  }

  @Test
  void theClientKnowsNoKubernetes() {
    check(
        noClasses()
            .that()
            .resideInAPackage(HOUSE + ".client")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk.."));
  }

  @Test
  void theModelKnowsNoClientAndNoFramework() {
    check(
        noClasses()
            .that()
            .resideInAPackage(HOUSE + ".api")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javaoperatorsdk..", "okhttp3..", "org.slf4j.."));
  }

  @Test
  void kindsSeeNeitherFrameworkNorTransport() {
    check(
        noClasses()
            .that()
            .resideInAPackage(HOUSE + ".kind")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.javaoperatorsdk..",
                "okhttp3..",
                "io.fabric8.kubernetes.client.dsl..",
                "io.fabric8.kubernetes.client.informers..",
                "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient"));
  }

  @Test
  void onlyEngineAndWiringKnowJosdk() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(HOUSE + ".reconcile..", HOUSE + ".app")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.javaoperatorsdk.."));
  }

  @Test
  void onlyClientAndWiringKnowOkHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(HOUSE + ".client", HOUSE + ".app")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("okhttp3.."));
  }

  @Test
  void theEnvironmentIsReadInOnePlace() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(HOUSE + ".app")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class));
  }

  @Test
  void timeInTheEngineComesFromItsClock() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(HOUSE + ".reconcile..", HOUSE + ".kind")
            .and()
            .doNotBelongToAnyOf(RealScheduler.class)
            .should()
            .accessTargetWhere(describe("it tells or takes time", ArchitectureTest::isTime)));
  }

  /** A call or a method reference: {@code System::nanoTime} tells the time as well. */
  private static boolean isTime(JavaAccess<?> access) {
    var owner = access.getTarget().getOwner();
    var name = access.getTarget().getName();
    return (owner.isEquivalentTo(Instant.class) && name.equals("now"))
        || (owner.isEquivalentTo(System.class)
            && Set.of("currentTimeMillis", "nanoTime").contains(name))
        || (owner.isEquivalentTo(Thread.class) && name.equals("sleep"));
  }

  @Test
  void noStaticState() {
    check(
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(not(describe("synthetic", ArchitectureTest::isSynthetic)))
            .should()
            .beFinal());
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl)(\\$.*)?")
            .orShould()
            .haveNameMatching(".*[.$](Abstract|Base)[A-Z].*"));
  }

  @Test
  void referencesStayInTheirNamespace() {
    check(
        fields()
            .that()
            .areDeclaredInClassesThat(resideInAnyPackage(HOUSE + ".api"))
            .should()
            .haveNameNotMatching("(?i)namespace(s|Name)?"));
  }

  /** Everything but what lies beside this test. */
  static final class Shipped implements ImportOption {
    private static final String TESTS =
        ArchitectureTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    @Override
    public boolean includes(Location location) {
      return !location.contains(TESTS);
    }
  }

  private static void check(ArchRule rule) {
    rule.check(SHIPPED);
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    var all = Set.of(names);
    return describe(
        "the session's answer",
        it -> all.contains(it.getName().substring(it.getPackageName().length() + 1)));
  }

  private static boolean isSynthetic(JavaClass it) {
    return it.getModifiers().contains(JavaModifier.SYNTHETIC);
  }
}
