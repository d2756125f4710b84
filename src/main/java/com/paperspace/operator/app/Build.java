package com.paperspace.operator.app;

import java.io.IOException;
import java.util.Optional;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

/**
 * What this is a build of, as its jar says.
 *
 * @param commit of the sources; "unknown" where the build was not told (-Dcommit)
 */
record Build(String version, String commit) {
  private static final String COMMIT = "Implementation-Commit";

  static Build here() {
    var version = Optional.ofNullable(Build.class.getPackage().getImplementationVersion());
    return new Build(
        version.orElse("(development)"), version.flatMap(it -> said()).orElse("unknown"));
  }

  private static Optional<String> said() {
    var jar = Build.class.getProtectionDomain().getCodeSource().getLocation();
    try (var in = jar.openStream();
        var file = new JarInputStream(in)) {
      return Optional.ofNullable(file.getManifest())
          .map(Manifest::getMainAttributes)
          .map(it -> it.getValue(COMMIT));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
