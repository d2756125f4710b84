package com.paperspace.operator.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.Page;
import com.paperspace.operator.support.ArgoCd;
import com.paperspace.operator.support.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The chart in git, and the Application of {@code docs/gitops.md} that installs a release of it.
 */
final class ChartInGit {
  final Application application;
  private final ObjectNode manifest = written();

  ChartInGit(ControlPlane plane, Release release) {
    application = new Application(plane, release.name);
    application.repository().putAll(Path.of(Release.CHART)).commit("the chart");
    at("/metadata").put("name", release.name);
    at("/spec/source").put("repoURL", application.repository().url()).put("targetRevision", "main");
    at("/spec/destination").put("namespace", release.ops.name).put("name", ArgoCd.CLUSTER);
    at("/spec/destination").remove("server");
    values().putArray("watchNamespaces");
    release.watched.forEach(values().withArray("watchNamespaces")::add);
  }

  /** What the release is made by, to be changed before it is applied. */
  ObjectNode values() {
    return at("/spec/source/helm/valuesObject");
  }

  /** A part of the manifest, which has to be there. */
  ObjectNode at(String path) {
    return (ObjectNode) manifest.at(path);
  }

  void apply() {
    application.apply(manifest.toString());
  }

  private static ObjectNode written() {
    try {
      var text =
          Page.read(Path.of("docs/gitops.md")).fences().stream()
              .map(Page.Fence::text)
              .filter(it -> it.contains("kind: Application\n"))
              .findFirst()
              .orElseThrow();
      return (ObjectNode) new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
