package com.paperspace.operator.app;

import com.paperspace.operator.client.Words;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.LeaderElectionManager;
import io.javaoperatorsdk.operator.OperatorException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Objects;
import java.util.regex.Pattern;

/** No Kubernetes to work with; the message says where, why and what to do. */
final class UnusableKubernetesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** User and password of a URL. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]*@");

  private UnusableKubernetesException(String message, Throwable why) {
    super(USER.matcher(message).replaceAll(""), why);
  }

  /** Whether Kubernetes knows this process and denies it the right. */
  boolean isRefusal() {
    return says(HttpURLConnection.HTTP_FORBIDDEN);
  }

  /** Whether Kubernetes answers, and does not know a kind, or not yet. */
  boolean isUnknownKind() {
    return says(HttpURLConnection.HTTP_NOT_FOUND);
  }

  private boolean says(int code) {
    return getCause() instanceof KubernetesClientException why && why.getCode() == code;
  }

  /** Without its file the client would look for a cluster around this process. */
  static UnusableKubernetesException unconfigured(String kubeconfig) {
    return new UnusableKubernetesException(
        ("KUBECONFIG names no file that exists: %s. Correct it, or unset it to use ~/.kube/config,"
                + " or in a cluster the pod's own service account.")
            .formatted(kubeconfig),
        null);
  }

  /** Its token would go in plain; without the text, for it may hold a password. */
  static UnusableKubernetesException schemeless(String field) {
    return new UnusableKubernetesException(
        ("%s does not begin with https://, so Kubernetes could be called without TLS, token and all."
                + " Write https:// before it (http:// if it has no TLS).")
            .formatted(field),
        null);
  }

  /** It is no kubeconfig; what the parser says may quote a token. */
  static UnusableKubernetesException unreadable(String kubeconfig, Throwable why) {
    return new UnusableKubernetesException(
        ("No configuration for Kubernetes can be read from %s: a file is not valid YAML, is no"
                + " kubeconfig, or must not be read. Correct it; kubectl config view shows what is"
                + " wrong.")
            .formatted(source(kubeconfig)),
        why);
  }

  /** Something it says, or a file it names, is of no use. */
  static UnusableKubernetesException unfit(String where, Throwable why) {
    return new UnusableKubernetesException(
        ("What %s says of Kubernetes at %s is of no use: %s. Correct the certificates, keys and files"
                + " it names.")
            .formatted(source(System.getenv("KUBECONFIG")), where, Words.of(first(why))),
        why);
  }

  /** Where the client looks. */
  private static String source(String kubeconfig) {
    return kubeconfig == null || kubeconfig.isBlank()
        ? "~/.kube/config, or in a cluster the service account"
        : kubeconfig;
  }

  /** The way to it cannot be read; its text may hold a password. */
  static UnusableKubernetesException behind(String where) {
    return new UnusableKubernetesException(
        ("The proxy to Kubernetes at %s must be a URL as http://proxy.example.com:3128. Correct"
                + " HTTPS_PROXY or ALL_PROXY, or proxy-url of the kubeconfig; in a user or password,"
                + " other characters than letters and digits are written as %%40 for @.")
            .formatted(where),
        null);
  }

  /** The way to it is one that Fabric8 cannot read. */
  static UnusableKubernetesException behindUnderscore(String where) {
    return new UnusableKubernetesException(
        ("The proxy to Kubernetes at %s has an underscore in the name of its host, which the Kubernetes"
                + " client does not take. Name it by its address or another name in HTTPS_PROXY or"
                + " ALL_PROXY, or proxy-url of the kubeconfig; or list the host of Kubernetes in"
                + " NO_PROXY, if it can be reached without a proxy.")
            .formatted(where),
        null);
  }

  /** Leader election is denied its lease, where that is what kept it from starting. */
  static RuntimeException ofStart(OperatorException why) {
    var words = Objects.toString(first(why).getMessage(), "");
    var denied = LeaderElectionManager.NO_PERMISSION_TO_LEASE_RESOURCE_MESSAGE;
    return words.startsWith(denied)
        ? new UnusableKubernetesException(
            ("Kubernetes does not let this process use its Lease%s. The chart's Role names one Lease in"
                    + " one namespace: set LEADER_ELECTION_LEASE and LEADER_ELECTION_NAMESPACE to those,"
                    + " or give the rights.")
                .formatted(words.substring(denied.length())),
            why)
        : why;
  }

  /** What began it; the client's own words around it say nothing. */
  private static Throwable first(Throwable failure) {
    var at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  /** Nothing answers. */
  static UnusableKubernetesException silent(URL where, Throwable why) {
    return new UnusableKubernetesException(
        ("Kubernetes at %s does not answer (%s). Check that it runs and can be reached from here (in"
                + " a cluster: a network policy); outside a cluster, that KUBECONFIG, or the current"
                + " context of ~/.kube/config, leads to it.")
            // What Fabric8 says round it names no cause.
            .formatted(where, Words.of(why.getCause())),
        why);
  }

  /** It does not know a kind. */
  static UnusableKubernetesException without(
      String kind, URL where, KubernetesClientException why) {
    return new UnusableKubernetesException(
        ("Kubernetes at %s does not know %s of paperspace.com/v1alpha1. Install the CRDs first"
                + " (kubectl apply -f crds/, or the chart with crds.install: true); if they are"
                + " there, check that this is the right cluster.")
            .formatted(where, kind),
        why);
  }

  /** It does not let this process see a kind. */
  static UnusableKubernetesException refused(
      String kind, URL where, KubernetesClientException why) {
    if (why.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return new UnusableKubernetesException(
          ("Kubernetes at %s does not accept the credentials of this process. Log in again, or correct"
                  + " the kubeconfig or service account it uses.")
              .formatted(where),
          why);
    }
    return new UnusableKubernetesException(
        ("Kubernetes at %s does not let this process list %s (%s). Give it the rights of the chart's"
                + " role; with rights in some namespaces only, set WATCH_NAMESPACES to those.")
            .formatted(where, kind, KubernetesWords.of(why)),
        why);
  }
}
