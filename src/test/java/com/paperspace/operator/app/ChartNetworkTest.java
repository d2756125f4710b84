package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reaches the pod, and whom it reaches: Service, ServiceMonitor and NetworkPolicy. */
class ChartNetworkTest {
  private final Helm helm = Helm.find();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scrapeTimeout=9s | scrapeTimeout | 9s",
        "interval=1m | interval | 1m",
        "relabelings[0].action=drop | relabelings | [{action: drop}]",
        "metricRelabelings[0].action=drop | metricRelabelings | [{action: drop}]",
      })
  void aValueOfTheServiceMonitorArrives(String value, String where, String expected)
      throws Exception {
    var objects =
        helm.objects("--set=serviceMonitor.enabled=true", "--set", "serviceMonitor." + value);

    assertThat(only("ServiceMonitor", objects).at("/spec/endpoints/0/" + where))
        .isEqualTo(Helm.YAML.readTree(expected));
  }

  /** A monitor elsewhere finds nothing without a word on where to look. */
  @Test
  void theServiceMonitorMayStandInAnotherNamespace() throws Exception {
    var enabled = "--set=serviceMonitor.enabled=true";
    var monitor = only("ServiceMonitor", helm.objects(enabled, "--set=serviceMonitor.namespace=m"));

    assertThat(monitor.at("/metadata/namespace").asText()).isEqualTo("m");
    assertThat(monitor.at("/spec/namespaceSelector"))
        .isEqualTo(Helm.YAML.readTree("{matchNames: [ops]}"));
    assertThat(only("ServiceMonitor", helm.objects(enabled)).at("/spec").has("namespaceSelector"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "apiUrl=https://api.example/v1, 443 6443",
    "proxy.url=http://p.example.com:3128/, 443 6443 3128",
    "apiUrl=https://gw.example:8443/v1, 443 6443 8443",
    "apiUrl=https://gw.example:443, 443 6443",
    "apiUrl=http://[::1]/v1, 443 6443",
    "apiUrl=http://[::1]:81/v1:82, 443 6443 81",
  })
  void theNetworkPolicyLetsOutToTheApiAndTheProxy(String value, String ports) {
    var policy =
        only("NetworkPolicy", helm.objects("--set=networkPolicy.enabled=true", "--set", value));

    assertThat(policy.at("/spec/egress/1/ports"))
        .extracting(it -> it.at("/port").asText())
        .containsExactly(ports.split(" "));
  }

  /** Its pods listen there, and OVN-Kubernetes asks about the pod. */
  @Test
  void theNetworkPolicyLetsOutToTheDnsOfOpenShift() throws Exception {
    var enabled = "--set=networkPolicy.enabled=true";
    var dns = "[{port: 53, protocol: UDP}, {port: 53, protocol: TCP}";
    var theirs = ", {port: 5353, protocol: UDP}, {port: 5353, protocol: TCP}";

    assertThat(dnsPorts(enabled)).isEqualTo(Helm.YAML.readTree(dns + "]"));
    assertThat(dnsPorts(enabled, "--set=openshift=true"))
        .isEqualTo(Helm.YAML.readTree(dns + theirs + "]"));
  }

  private JsonNode dnsPorts(String... values) {
    return only("NetworkPolicy", helm.objects(values)).at("/spec/egress/0/ports");
  }

  @Test
  void theServiceHasTheFamiliesThatAreGivenAndElseThoseOfTheCluster() throws Exception {
    var service =
        only(
            "Service",
            helm.objects("--set=service.ipFamilyPolicy=PreferDualStack,service.ipFamilies={IPv6}"));

    assertThat(service.at("/spec/ipFamilyPolicy").asText()).isEqualTo("PreferDualStack");
    assertThat(service.at("/spec/ipFamilies")).isEqualTo(Helm.YAML.readTree("[IPv6]"));
    assertThat(only("Service", helm.objects()).toString()).doesNotContain("ipFamil");
    assertThat(
            only("Service", helm.objects("--set=service.annotations.a=b"))
                .at("/metadata/annotations"))
        .isEqualTo(Helm.YAML.readTree("{a: b}"));
  }

  private static JsonNode only(String kind, List<JsonNode> objects) {
    return objects.stream()
        .filter(o -> o.at("/kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
