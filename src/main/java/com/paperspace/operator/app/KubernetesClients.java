package com.paperspace.operator.app;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Tls;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;

/**
 * The two clients of one API server: one for everything, and one that gets the metadata of objects
 * alone, so that the values of foreign Secrets never enter the process.
 *
 * @param main reads and writes whole objects
 * @param metadata for GET and watch only: objects arrive with their metadata and nothing else
 */
public record KubernetesClients(KubernetesClient main, KubernetesClient metadata)
    implements AutoCloseable {

  /** Fabric8's default, which its properties could change; a page of 500 objects takes far less. */
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

  /** A server of the same cluster accepts within milliseconds; retries bridge its absence. */
  private static final int CONNECTION_TIMEOUT_MILLIS = 5_000;

  /** After 100, 200 and 400 ms: for hiccups alone, because all callers retry outages themselves. */
  private static final int RETRIES = 3;

  /**
   * CRDs that are applied together with the operator, as by the chart, are served a moment after
   * they are there.
   */
  private static final Duration SERVED_WITHIN = Duration.ofSeconds(10);

  private static final Duration ASK_AGAIN = Duration.ofMillis(250);

  private static final String PARTIAL = "application/json;as=PartialObjectMetadata";
  private static final String VERSION = ";g=meta.k8s.io;v=v1";

  /**
   * Clients of a given API server.
   *
   * @param serialization how the main client reads and writes
   * @param interceptors see every request of both clients, in this order
   * @throws UnusableKubernetesException when a file that it names, or what stands in it, is of no
   *     use
   */
  public static KubernetesClients open(
      Config server, KubernetesSerialization serialization, List<Interceptor> interceptors) {
    Config config =
        new ConfigBuilder(server)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .withConnectionTimeout(CONNECTION_TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(RETRIES)
            .withUserAgent("paperspace-operator")
            .build();
    KubernetesProxy.decide(config, System.getenv());
    List<ConnectionSpec> offered = Tls.specs(versions(config));
    Factory whole = new Factory(interceptors, offered);
    Factory partial = new Factory(plus(interceptors, KubernetesClients::metadataOnly), offered);
    try {
      return new KubernetesClients(
          client(config, serialization, whole), client(config, lenient(), partial));
    } catch (KubernetesClientException e) {
      throw UnusableKubernetesException.unfit(config.getMasterUrl(), e);
    }
  }

  /**
   * Asks the API server for every kind, so that what is wrong is said in one line.
   *
   * @param namespace where its objects are listed; null for all namespaces
   * @throws UnusableKubernetesException when nothing answers, a kind is not known, or must not be
   *     listed; anything else may pass
   */
  void requireServed(
      List<? extends Class<? extends PaperspaceResource<?, ?>>> kinds, String namespace) {
    require(kinds, namespace, System.nanoTime());
  }

  /** The same at the start: a kind that is not known is asked for again for 10 s. */
  void untilServed(
      List<? extends Class<? extends PaperspaceResource<?, ?>>> kinds, String namespace) {
    require(kinds, namespace, System.nanoTime() + SERVED_WITHIN.toNanos());
  }

  private void require(
      List<? extends Class<? extends PaperspaceResource<?, ?>>> kinds,
      String namespace,
      long until) {
    // At once, because each takes a while to learn.
    kinds.parallelStream().forEach(kind -> askUntil(until, kind, namespace));
  }

  /** Asks again and again where a kind is not known. */
  private void askUntil(
      long until, Class<? extends PaperspaceResource<?, ?>> kind, String namespace) {
    boolean isServed = false;
    while (!isServed) {
      try {
        ask(kind, namespace);
        isServed = true;
      } catch (UnusableKubernetesException e) {
        if (!e.isUnknownKind()
            || System.nanoTime() - until >= 0
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(ASK_AGAIN.toNanos());
      }
    }
  }

  private void ask(Class<? extends PaperspaceResource<?, ?>> kind, String namespace) {
    var place = namespace == null ? "" : "namespaces/" + namespace + "/";
    try {
      // Taken as it comes: to make objects of it takes longer than to ask.
      main.raw(
          "/apis/%s/%s%s?limit=1"
              .formatted(HasMetadata.getApiVersion(kind), place, HasMetadata.getPlural(kind)),
          "GET",
          null);
    } catch (KubernetesClientException e) {
      var where = main.getMasterUrl();
      var name = kind.getSimpleName();
      if (e.getCause() instanceof IOException) {
        throw UnusableKubernetesException.silent(where, e);
      }
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw UnusableKubernetesException.without(name, where, e);
      }
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw UnusableKubernetesException.refused(name, where, e);
      }
    } catch (IllegalArgumentException e) {
      throw UnusableKubernetesException.unfit(main.getMasterUrl().toString(), e);
    }
  }

  /**
   * Asks something else first of all.
   *
   * @throws UnusableKubernetesException when nothing answers, or this process is not known
   */
  <T> T first(Supplier<T> question) {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      if (e.getCause() instanceof IOException) {
        throw UnusableKubernetesException.silent(main.getMasterUrl(), e);
      }
      throw UnusableKubernetesException.refused(
          PaperspaceAccount.class.getSimpleName(), main.getMasterUrl(), e);
    } catch (IllegalArgumentException e) {
      throw UnusableKubernetesException.unfit(main.getMasterUrl().toString(), e);
    }
  }

  @Override
  public void close() {
    metadata.close();
    main.close();
  }

  /**
   * A list of metadata without any item comes as {@code "items": null}, and Fabric8 trips over it.
   */
  private static KubernetesSerialization lenient() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    return TolerantSerialization.knowing(mapper, Stream.empty());
  }

  private static KubernetesClient client(
      Config config, KubernetesSerialization serialization, Factory factory) {
    // Named, because the one found on the class path may be another.
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization)
        .withHttpClientFactory(factory)
        .build();
  }

  private static List<TlsVersion> versions(Config config) {
    return Stream.of(config.getTlsVersions()).map(it -> TlsVersion.valueOf(it.name())).toList();
  }

  private static List<Interceptor> plus(List<Interceptor> interceptors, Interceptor last) {
    return Stream.concat(interceptors.stream(), Stream.of(last)).toList();
  }

  /** Fabric8 has no call for this: the API server converts by the Accept header. */
  private static Response metadataOnly(Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    if (!request.method().equals("GET")) {
      throw new IOException("the metadata client only reads");
    }
    boolean watch = "true".equals(request.url().queryParameter("watch"));
    String accept = PARTIAL + (watch ? "" : "List") + VERSION;
    return chain.proceed(request.newBuilder().header("Accept", accept).build());
  }

  /** OkHttp with our interceptors, and our offer in place of that of Fabric8. */
  private static final class Factory extends OkHttpClientFactory {
    private final List<Interceptor> interceptors;
    private final List<ConnectionSpec> offered;

    Factory(List<Interceptor> interceptors, List<ConnectionSpec> offered) {
      this.interceptors = List.copyOf(interceptors);
      this.offered = offered;
    }

    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
      builder.connectionSpecs(offered);
      interceptors.forEach(builder::addInterceptor);
    }
  }
}
