# syntax=docker/dockerfile:1
# Build: docker build -t paperspace-operator:0.1.0 . with the tag the chart asks for (for two architectures: .github/docker-bake.hcl).
# The base images stand by full versions; their digests are added by the dependency updates (.github/renovate.json).

# On the builder's own architecture: a jar runs on all.
FROM --platform=$BUILDPLATFORM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
# A layer of its own: a change of code downloads nothing again.
RUN mvn -B -q dependency:resolve dependency:resolve-plugins
COPY src src
# Of the sources, for paperspace_build_info.
ARG COMMIT=unknown
RUN mvn -B -q package -DskipTests -Dcommit="$COMMIT"

FROM eclipse-temurin:25.0.3_9-jre-noble
LABEL org.opencontainers.image.title="paperspace-operator" \
      org.opencontainers.image.description="Keeps Paperspace cloud resources equal to Kubernetes custom resources." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
WORKDIR /app
COPY --from=build /src/target/lib lib
COPY --from=build /src/target/paperspace-operator.jar .

# Flags of every run, and of the training run, for the cache below holds for these alone. The JVM writes to /tmp only, so the root file
# system can be read-only. A client that never ends its request must not keep a probe waiting. New objects have 14 MB from the start:
# less is collected too often, and more is never given back after the lists of a start. A full collection leaves nothing dead among
# what lives (the JVM would leave 5 % of it), and 15 to 30 % of the heap free (it would: 40 to 70). The second compiler takes more of the
# processor and twice the memory, and what runs here waits for others (docs/decisions.md, 2026-11-29). What the JVM has used and freed,
# glibc keeps for itself where it is not asked for it. Without the second compiler AES-GCM is five times as slow as ChaCha20, which
# servers choose where it is offered first; the others are there for those that have no ChaCha20.
RUN printf '%s\n' -XX:+UseSerialGC -Xmn14m -XX:MarkSweepDeadRatio=0 -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30 \
      -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50 \
      -XX:TrimNativeHeapInterval=60000 -XX:+ExitOnOutOfMemoryError -Djava.io.tmpdir=/tmp \
      -Dsun.net.httpserver.maxReqTime=10 -Dsun.net.httpserver.maxRspTime=30 \
      -Djdk.tls.client.cipherSuites=TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 \
      >jvm.options

# Classes loaded and linked ahead of time: all that a start loads until the operator works on its first object. The build fails if it
# did not come that far, or if the cache cannot be used.
RUN --mount=type=bind,source=crds,target=/training/crds --mount=type=bind,source=src/main/image,target=/training/image \
    sh /training/image/train /training/crds /tmp/training.log 'PATCH .*/paperspaceprojects/' \
      java @jvm.options -XX:AOTCacheOutput=/app/operator.aot -jar /app/paperspace-operator.jar && rm /tmp/training.log && \
    java @jvm.options -XX:AOTCache=/app/operator.aot -XX:AOTMode=on -jar /app/paperspace-operator.jar --version

USER 65532:65532
ENV LEADER_ELECTION=true LOG_FORMAT=json
EXPOSE 8080
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/operator.aot", "-jar", "/app/paperspace-operator.jar"]
