package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Tls;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.X509TrustManager;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The leanest way to make the same writes to Kubernetes: texts over HTTP, nothing parsed. */
final class LeanLoop implements Loops.Loop {
  private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"(\\d+)\"");
  private static final MediaType PATCH = MediaType.get("application/merge-patch+json");
  private static final MediaType JSON = MediaType.get("application/json");

  private final Config config;
  private final OkHttpClient http;

  LeanLoop(Config config) {
    this.config = config;
    try {
      var trust = (X509TrustManager) SSLUtils.trustManagers(config)[0];
      http =
          new OkHttpClient.Builder()
              .protocols(List.of(Protocol.HTTP_1_1))
              .connectionSpecs(Tls.specs())
              .sslSocketFactory(SSLUtils.sslContext(config).getSocketFactory(), trust)
              .hostnameVerifier((host, session) -> true)
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void one(Phase phase, PaperspaceProject project) {
    var version = project.getMetadata().getResourceVersion();
    switch (phase) {
      case CREATE -> status(project, patch(project, Sample.announcement(version)));
      case EDIT -> status(project, version);
      case DELETE -> {
        status(project, version);
        patch(project, Sample.farewell());
      }
    }
  }

  private String patch(PaperspaceProject project, String body) {
    return send(new Request.Builder().url(url(project)).patch(RequestBody.create(body, PATCH)));
  }

  private void status(PaperspaceProject project, String version) {
    var metadata = project.getMetadata();
    var body =
        Sample.withStatus(
            metadata.getName(), metadata.getNamespace(), version, metadata.getGeneration());
    send(new Request.Builder().url(url(project) + "/status").put(RequestBody.create(body, JSON)));
  }

  private String url(PaperspaceProject project) {
    var metadata = project.getMetadata();
    return "%sapis/paperspace.com/v1alpha1/namespaces/%s/paperspaceprojects/%s"
        .formatted(config.getMasterUrl(), metadata.getNamespace(), metadata.getName());
  }

  /** Answers the resourceVersion the object has after it. */
  private String send(Request.Builder request) {
    request.header("Authorization", "Bearer " + config.getAutoOAuthToken());
    try (var response = http.newCall(request.build()).execute()) {
      var text = response.body().string();
      var version = VERSION.matcher(text);
      if (!response.isSuccessful() || !version.find()) {
        throw new IllegalStateException(text);
      }
      return version.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
