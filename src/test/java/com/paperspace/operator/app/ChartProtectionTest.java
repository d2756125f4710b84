package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes with its CRD is shown to no policy, so the CRDs are marked as well. */
class ChartProtectionTest {
  private final Helm helm = Helm.find();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deletionProtection.enabled=true | a=b | true",
        "deletionProtection.enabled=true,crds.keep=false | a=b | true",
        "deletionProtection.enabled=true,watchNamespaces={ml} | a=b | true",
        "deletionProtection.enabled=true | paperspace\\.com/protected=false | false",
        "deletionProtection.enabled=false | a=b | ''",
      })
  void theCrdsAreMarkedUnlessSaidOtherwise(String values, String annotation, String mark) {
    assertThat(helm.objects("--set", values, "--set-string", "crds.annotations." + annotation))
        .filteredOn(it -> it.at("/kind").asText().equals("CustomResourceDefinition"))
        .hasSizeGreaterThan(10)
        .extracting(it -> it.at("/metadata/annotations/paperspace.com~1protected").asText())
        .containsOnly(mark);
  }
}
