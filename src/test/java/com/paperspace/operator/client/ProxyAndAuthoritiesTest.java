package com.paperspace.operator.client;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.support.Binaries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Credentials;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the service through a real proxy, and by an authority of one's own. */
class ProxyAndAuthoritiesTest {
  private static final String PASSWORD = "canary-of-the-proxy";
  private static final HeldCertificate AUTHORITY = authority("ours");

  @TempDir Path folder;
  private final String host = host();
  private final FakeService service = new FakeService(tls(host));

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return abort(
          Binaries.onConsole("SKIPPED, not tested: this machine does not know its own name."));
    }
  }

  private static HeldCertificate authority(String name) {
    return new HeldCertificate.Builder().certificateAuthority(0).commonName(name).build();
  }

  private static SSLSocketFactory tls(String host) {
    var own =
        new HeldCertificate.Builder().signedBy(AUTHORITY).addSubjectAlternativeName(host).build();
    return new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory();
  }

  @AfterEach
  void close() {
    service.close();
  }

  private Path pem(HeldCertificate... authorities) throws IOException {
    var file = folder.resolve("ca.crt");
    var text = new StringBuilder("# comments may stand between\n");
    for (var it : authorities) {
      text.append(it.certificatePem());
    }
    Files.writeString(file, text);
    return file;
  }

  private Network trusting() throws IOException {
    return Network.DEFAULT.trusting(Authorities.in(pem(authority("another"), AUTHORITY)));
  }

  private Network through(TinyProxy proxy, String password, String direct) throws IOException {
    var url = "http://me:%s@127.0.0.1:%d".formatted(password, proxy.port);
    return trusting().through(url, new NoProxy(direct));
  }

  private Paperspace client(Network network) {
    var config = service.config();
    var url = URI.create("https://%s:%d/v1".formatted(host, service.server.getPort()));
    return Paperspace.connect(ClientConfig.of(url, config.apiKey()).withNetwork(network));
  }

  private void answers(Network network) {
    service.answers(404, "{}");
    assertThat(client(network).projects().get("p1")).isEmpty();
  }

  private String failure(Network network) {
    var failure = FakeService.failure(() -> client(network).projects().get("p1"));
    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure).hasMessageNotContaining(PASSWORD);
    assertThat(service.server.getRequestCount()).as("calls that arrived").isZero();
    return failure.getMessage();
  }

  @Test
  void aCallGoesThroughAProxyThatAsksWhoCalls() throws IOException {
    try (var proxy = new TinyProxy(folder, "me", PASSWORD)) {
      var network = through(proxy, PASSWORD, "");
      answers(network);
      assertThat(proxy.log()).contains("CONNECT " + host + ":" + service.server.getPort());
      assertThat(network).hasToString("through 127.0.0.1:" + proxy.port);
    }
  }

  @Test
  void aPasswordOfAnyCharactersIsTaken() throws Exception {
    try (var proxy = new FakeService()) {
      proxy.answers(407, "");
      var url = "http://me:p%%C3%%BC%%E2%%82%%AC:%%40%%25@127.0.0.1:%d";
      failure(trusting().through(url.formatted(proxy.server.getPort()), new NoProxy("")));
      assertThat(proxy.server.takeRequest().getHeaders().get("Proxy-Authorization"))
          .isEqualTo(Credentials.basic("me", "pü€:@%", StandardCharsets.UTF_8));
    }
  }

  @Test
  void twoKeysShareTheirConnections() throws Exception {
    var network = trusting();
    answers(network);
    answers(network);
    service.server.takeRequest();
    assertThat(service.server.takeRequest().getExchangeIndex()).as("on its connection").isOne();
  }

  @Test
  void aProxyThatDoesNotKnowTheCallerIsNamedWithoutThePassword() throws IOException {
    try (var proxy = new TinyProxy(folder, "me", "another")) {
      assertThat(failure(through(proxy, PASSWORD, ""))).containsIgnoringCase("proxy");
    }
  }

  @Test
  void aProxyThatIsGoneIsAnOutageAndWhoNeedsNoneGoesOn() throws IOException {
    var proxy = new TinyProxy(folder, "me", PASSWORD);
    proxy.close();
    assertThat(failure(through(proxy, PASSWORD, ""))).contains("connection refused");
    answers(through(proxy, PASSWORD, host));
  }

  @Test
  void anAuthorityNobodyNamedIsNotTrustedAndTheMessageSaysWhatToDo() {
    assertThat(failure(Network.DEFAULT)).contains("no TLS connection", "PAPERSPACE_CA_FILE");
  }

  @Test
  void authoritiesThatAreRenewedAreTakenWithoutARestart() throws IOException {
    var file = pem(authority("the old one"));
    var network = Network.DEFAULT.trusting(Authorities.in(file));
    failure(network);
    Files.writeString(file, "half");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    failure(network);
    pem(AUTHORITY);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(9)));
    answers(network);
  }

  /** Java reads on until a line begins with five dashes, and skips what comes before. */
  @Test
  void aMarkInFrontOfTheFirstAuthorityHidesNone() throws IOException {
    var file = pem(AUTHORITY, authority("another"));
    Files.writeString(file, "\uFEFF" + Files.readString(file).replaceFirst("#.*\n", ""));
    answers(Network.DEFAULT.trusting(Authorities.in(file)));
  }

  @Test
  void anAuthorityThatWouldBeSkippedIsRefused() throws IOException {
    var file = pem(AUTHORITY);
    Files.writeString(file, authority("another").certificatePem().indent(2), APPEND);
    assertThatThrownBy(() -> Authorities.in(file))
        .hasMessage("a certificate in it does not begin at the start of a line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nxx\n"})
  void aFileWithoutCertificatesIsRefused(String text) throws IOException {
    var file = Files.writeString(folder.resolve("ca.crt"), text);
    assertThatThrownBy(() -> Authorities.in(file)).hasMessageContaining("PEM certificate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://p:1",
        "socks5://p:1",
        "http://",
        "p:0",
        "p:70000",
        "corp_proxy",
        "corp_proxy:70000",
        "corp_proxy: 3128",
        "http://u:" + PASSWORD
      })
  void whatIsNoProxyIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> Network.DEFAULT.through(text, new NoProxy("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be an HTTP proxy")
        .hasMessageNotContaining(PASSWORD);
  }

  /** Java's URI knows no host there; containers have such names. */
  @ParameterizedTest
  @CsvSource({
    "http://corp_proxy:3128, corp_proxy:3128",
    "corp_proxy.my-net:3128, corp_proxy.my-net:3128",
    "http://me:p%40_ss@corp_proxy:3128/, corp_proxy:3128",
    "HTTP://[::1]:3128, [::1]:3128",
  })
  void aHostIsTakenAlsoWithAnUnderscore(String text, String way) {
    assertThat(Network.DEFAULT.through(text, new NoProxy(""))).hasToString("through " + way);
  }

  @Test
  void whoCallsIsToldToAHostWithAnUnderscoreToo() {
    var url = ProxyUrl.of("http://me:p%40_ss@corp_proxy:3128").orElseThrow();
    assertThat(url.user()).isEqualTo("me:p%40_ss");
    assertThat(url).asString().doesNotContain("ss");
  }
}
