package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom NO_PROXY covers, by the rules of curl and Go. */
class NoProxyTest {
  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource({
    "'', https://api.paperspace.com, false",
    "'', https://localhost:8443, true",
    "'', https://127.0.0.1, true",
    "'', https://[::1]:8443, true",
    "*, https://api.paperspace.com, true",
    "api.paperspace.com, https://api.paperspace.com, true",
    "API.Paperspace.COM, https://api.paperspace.com, true",
    "paperspace.com, https://api.paperspace.com, true",
    "paperspace.com, https://notpaperspace.com, false",
    ".paperspace.com, https://api.paperspace.com, true",
    ".paperspace.com, https://paperspace.com, false",
    "*.paperspace.com, https://api.paperspace.com, true",
    "'other.org, paperspace.com', https://api.paperspace.com, true",
    "'other.org paperspace.com', https://api.paperspace.com, true",
    "api.paperspace.com:443, https://api.paperspace.com, true",
    "api.paperspace.com:8443, https://api.paperspace.com, false",
    "api.paperspace.com:8443, https://api.paperspace.com:8443, true",
    "10.0.0.1, https://10.0.0.1, true",
    "10.0.0.1, https://10.0.0.12, false",
    "10.0.0.0/8, https://10.1.2.3, true",
    "10.0.0.0/8, https://11.1.2.3, false",
    "0.0.0.0/0, https://11.1.2.3, true",
    "0.0.0.0/0, https://200.1.1.1, true",
    "::/0, https://[fd00::7], true",
    "10.0.0.0/-1, https://10.0.0.0, false",
    "10.0.0.0/8, https://api.paperspace.com, false",
    "10.0.0.0/33, https://10.0.0.0, false",
    "10.0.0.0/x, https://10.0.0.0, false",
    "fd00::/8, https://[fd00::7], true",
    "fd00::/8, https://[fe80::7], false",
    "fd00::/8, https://10.0.0.1, false",
    "fd00::7, https://[fd00::7], true",
    "fd00::8, https://[fd00::7], false",
    "[fd00::7]:8443, https://[fd00::7]:8443, true",
    "[fd00::7]:8443, https://[fd00::7], false",
    "fd00:0:0::0007, https://[fd00::7], true",
    "[fd00:0::7], https://[fd00::7], true",
    "::ffff:10.0.0.1, https://[fd00::7], false",
    "dead:8443, https://dead:8443, true",
    "10.0.0.0/-1, https://10.0.0.1, false",
    "'$(KUBERNETES_SERVICE_HOST)', https://api.paperspace.com, false",
  })
  void covers(String text, URI uri, boolean covered) {
    assertThat(new NoProxy(text).covers(uri)).isEqualTo(covered);
  }
}
