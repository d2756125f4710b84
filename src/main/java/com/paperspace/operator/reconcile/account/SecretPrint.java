package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.PaperspaceAccount;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed hash of an account's Secret, which tells whether its content changed. Its key is the API
 * key in the Secret, so it gives nothing away and may stand in a status.
 */
final class SecretPrint {
  private static final String HMAC = "HmacSHA256";

  /**
   * Stands for a Secret without an API key: from a hash without a key the other values could be
   * guessed.
   */
  private static final String NO_KEY = "(no key)";

  static String of(Secret secret) {
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    var key = data.get(PaperspaceAccount.API_KEY);
    if (key == null || key.isEmpty()) {
      return NO_KEY;
    }
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
      new TreeMap<>(data)
          .forEach(
              (name, value) ->
                  mac.update((name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private SecretPrint() {}
}
