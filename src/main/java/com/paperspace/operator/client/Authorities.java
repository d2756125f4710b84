package com.paperspace.operator.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts the JVM's authorities and those of a file of PEM certificates; follows the file, which a
 * cluster renews without a restart.
 */
public final class Authorities extends X509ExtendedTrustManager {
  /** Bytes; the whole store of a distribution has a quarter of it. */
  private static final long LARGEST = 1L << 20;

  /** That of UTF-8, as editors of Windows write it in front of a text. */
  private static final String MARK = new String("\uFEFF".getBytes(UTF_8), ISO_8859_1);

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");

  private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);

  private final FollowedFile<X509ExtendedTrustManager> trusted;

  private Authorities(FollowedFile<X509ExtendedTrustManager> trusted) {
    this.trusted = trusted;
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read, or holds no certificate; its message says so
   */
  public static Authorities in(Path file) throws IOException {
    return new Authorities(new FollowedFile<>(file, Authorities::read));
  }

  private X509ExtendedTrustManager current() {
    return trusted.current(
        file ->
            LOG.warn(
                "{} of PAPERSPACE_CA_FILE is no readable file of PEM certificates; going on with"
                    + " those read before until it is",
                file));
  }

  private static X509ExtendedTrustManager read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than " + LARGEST + " bytes");
    }
    return trusting(certificates(withoutMark(Files.readString(file, ISO_8859_1))));
  }

  /** Java takes the mark for a word before the first certificate, and skips that with it. */
  private static String withoutMark(String text) {
    return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }

  private static List<X509Certificate> certificates(String pem) throws IOException {
    var found = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var bytes = new ByteArrayInputStream(pem.getBytes(ISO_8859_1));
      for (var one : factory.generateCertificates(bytes)) {
        found.add((X509Certificate) one);
      }
    } catch (CertificateException e) {
      throw new IOException("it holds something that is no PEM certificate", e);
    }
    // Java skips in silence what does not begin a line, such as a block that was set in.
    if (found.size() < BEGIN.matcher(pem).results().count()) {
      throw new IOException("a certificate in it does not begin at the start of a line");
    }
    if (found.isEmpty()) {
      throw new IOException("it holds no PEM certificate");
    }
    return found;
  }

  private static X509ExtendedTrustManager trusting(List<X509Certificate> more) throws IOException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null);
      int number = 0;
      for (var certificate : all(more)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      return manager(store);
    } catch (GeneralSecurityException e) {
      throw new IOException("its certificates cannot be used", e);
    }
  }

  private static List<X509Certificate> all(List<X509Certificate> more)
      throws GeneralSecurityException {
    var all = new ArrayList<>(more);
    all.addAll(List.of(manager(null).getAcceptedIssuers()));
    return all;
  }

  /** Null for the JVM's own store. */
  private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    current().checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    current().checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    current().checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    current().checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    current().checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    current().checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return current().getAcceptedIssuers();
  }
}
