package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceResource;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter.RateLimitState;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** How JOSDK watches one kind and calls its reconciler. */
final class JosdkConfiguration {
  /** The page of kubectl and of every informer of Kubernetes: a large list arrives in parts. */
  private static final long LIST_LIMIT = 500L;

  /**
   * The engine sets every wait itself. JOSDK would set another after each pass, and java.util.Timer
   * holds one that was cancelled until its time has come.
   */
  private static final Duration NO_TIMER = null;

  /**
   * The configuration of one kind.
   *
   * @param namespaces those to watch; empty means all
   * @param shown is told of each object a watch shows anew, once the cache holds it, and of what
   *     the cache held before
   */
  static <R extends PaperspaceResource<?, ?>> ControllerConfiguration<R> of(
      Class<R> kind,
      Reconciler<R> reconciler,
      Set<String> namespaces,
      ConfigurationService service,
      BiConsumer<R, R> shown) {
    var informer =
        InformerConfiguration.builder(kind)
            .withOnUpdateFilter(
                (now, before) -> {
                  shown.accept(now, before);
                  return Wakes.isWorthALook(now, before);
                })
            .withInformerListLimit(LIST_LIMIT);
    if (namespaces.isEmpty()) {
      informer.withWatchAllNamespaces();
    } else {
      informer.withNamespaces(namespaces);
    }
    return new ResolvedControllerConfiguration<>(
        kind.getSimpleName().toLowerCase(Locale.ROOT),
        false,
        reconciler.getClass().getName(),
        new GenericRetry().withoutMaxAttempts(),
        new Unlimited(),
        NO_TIMER,
        Annotations.FINALIZER,
        Map.of(),
        null,
        service,
        informer.buildForController(),
        true,
        null);
  }

  /** JOSDK's own, which limits nothing either unless told to, keeps the time of each object. */
  private static final class Unlimited implements RateLimiter<RateLimitState> {
    private static final RateLimitState NONE = new RateLimitState() {};

    @Override
    public Optional<Duration> isLimited(RateLimitState state) {
      return Optional.empty();
    }

    @Override
    public RateLimitState initState() {
      return NONE;
    }
  }

  private JosdkConfiguration() {}
}
