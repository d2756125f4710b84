package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.PaperspaceAccount;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * A keyed hash of an account's Secret, which tells whether its content changed. Its key is the API
 * key in the Secret, so it gives nothing away and may stand in a status.
 */
final class SecretPrint {
  /**
   * Stands for a Secret without an API key: a hash without a key would let others guess its values.
   */
  private static final String NO_KEY = "(no key)";

  static String of(Secret secret) {
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    var key = data.get(PaperspaceAccount.API_KEY);
    if (key == null || key.isEmpty()) {
      return NO_KEY;
    }
    var text = new StringBuilder();
    new TreeMap<>(data)
        .forEach((name, value) -> text.append(name).append('\0').append(value).append('\0'));
    return new KeyedHash(key).of(text.toString());
  }

  private SecretPrint() {}
}
