package com.paperspace.operator.kind;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.StorageProviders;
import com.paperspace.operator.client.StorageProviders.Change;
import com.paperspace.operator.client.StorageProviders.Create;
import com.paperspace.operator.client.StorageProviders.View;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The storage providers of the team; those that Paperspace runs itself are nobody's. */
record TeamStorage(Paperspace api) {
  private StorageProviders all() {
    return api.storageProviders();
  }

  List<View> list() {
    return all().list().stream().filter(it -> !isManaged(it)).toList();
  }

  /**
   * One of the team's own.
   *
   * @throws InvalidInputException when Paperspace runs it
   */
  Optional<View> get(String id) {
    var found = all().get(id);
    if (found.filter(TeamStorage::isManaged).isPresent()) {
      throw new InvalidInputException(
          "spec.externalId: storage provider "
              + id
              + " is run by Paperspace itself and is not touched. Name another one, or remove"
              + " externalId to have one made; a Dataset names this one by storageProviderId.");
    }
    return found;
  }

  View create(Create body) {
    return all().create(body);
  }

  Optional<View> update(String id, Change body) {
    return all().update(id, body);
  }

  void delete(String id) {
    all().delete(id);
  }

  private static boolean isManaged(View it) {
    return Boolean.TRUE.equals(it.isManaged());
  }

  /**
   * Refuses to take one away from what it stores: some services delete it all the same
   * (docs/paperspace-api.md 10.12).
   *
   * @throws InUseException when it stores something
   */
  void requireUnused(String id) {
    var datasets =
        api.datasets().list().stream()
            .filter(it -> id.equals(it.storageProviderId()))
            .map(it -> new Part(Dataset.class, it.id()));
    var models =
        api.models().list().stream()
            .filter(it -> id.equals(it.storageProviderId()))
            .map(it -> new Part(Model.class, it.id()));
    InUseException.requireNone("Storage provider " + id, Stream.concat(datasets, models).toList());
    Sight.requireWhole(api, "storage provider " + id, "datasets and models");
  }
}
