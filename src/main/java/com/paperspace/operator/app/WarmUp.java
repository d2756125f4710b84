package com.paperspace.operator.app;

import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;

/**
 * What a JVM takes long for the first time, done beside the rest of a start: the two keys of a TLS
 * 1.3 handshake (110 ms), and the tables of {@link BigDecimal} with which a duration is multiplied
 * (20 ms). The start waits for nothing of it.
 */
final class WarmUp implements Runnable {
  private WarmUp() {}

  /** Begins it. */
  static void begin() {
    var thread = new Thread(new WarmUp(), "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    var unusedTables = BigDecimal.ONE;
    try {
      keys("EC", new ECGenParameterSpec("secp256r1"));
      keys("XDH", NamedParameterSpec.X25519);
    } catch (GeneralSecurityException | RuntimeException e) {
      // A JVM that has other keys does without; nothing is logged before logging is set up.
    }
  }

  private static void keys(String kind, AlgorithmParameterSpec curve)
      throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(curve);
    generator.generateKeyPair();
  }
}
