package com.paperspace.operator.kind;

import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Integration;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models and versions of datasets that the integrations of a deployment name. The service knows
 * a model by its id and a version by the place it is stored in (docs/paperspace-api.md 3.1).
 */
final class DeploymentData {
  private DeploymentData() {}

  /** By place, for two integrations may have one name. */
  private static String model(int place) {
    return "integrations[" + place + "].modelRef";
  }

  private static String version(int place) {
    return "integrations[" + place + "].datasetVersionRef";
  }

  static List<Reference> references(Deployment.Spec spec) {
    var found = new ArrayList<Reference>();
    var all = spec.integrations() == null ? List.<Integration>of() : spec.integrations();
    for (int i = 0; i < all.size(); i++) {
      var it = all.get(i);
      if (it.modelRef() != null) {
        found.add(new Reference.ToResource(model(i), Model.class, it.modelRef().name()));
      }
      if (it.datasetVersionRef() != null) {
        var name = it.datasetVersionRef().name();
        found.add(
            new Reference.ToResource(
                version(i), DatasetVersion.class, name, DeploymentData::place));
      }
    }
    return found;
  }

  private static String place(ManagedStatus<?> status) {
    return status.observed() instanceof DatasetVersion.Observed it ? it.url() : null;
  }

  /** The id of the model; null where it is none. */
  static String id(Integration it, int place, Inputs inputs) {
    return it.modelRef() == null ? it.id() : inputs.id(model(place));
  }

  /** Where the data is; null where that goes without saying. */
  static String url(Integration it, int place, Inputs inputs) {
    return it.datasetVersionRef() == null ? it.url() : inputs.id(version(place));
  }

  /** Whether a model or a version is there; its place does not tell that. Empty for other kinds. */
  static Optional<Boolean> exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    if (reference.kind() == DatasetVersion.class) {
      return Optional.of(true);
    }
    return reference.kind() == Model.class
        ? Optional.of(api.models().get(inputs.id(reference.field())).isPresent())
        : Optional.empty();
  }
}
