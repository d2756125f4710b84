package com.paperspace.operator.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** {@code /datasets}: named data in a storage provider; what is in them are versions. */
public final class Datasets {
  private final Http http;
  private final RestCollection<View> datasets;

  Datasets(Http http) {
    this.http = http;
    datasets = RestCollection.of(http, "/datasets", View.class, View::id);
  }

  /** All that the key sees, public ones of other teams too. */
  public List<View> list() {
    return list(null);
  }

  /**
   * Those of one team. Private and public ones are asked for apart, for without that filter a list
   * may leave out the public ones (docs/paperspace-api.md 10.10).
   */
  public List<View> list(String teamId) {
    var found = new LinkedHashMap<String, View>();
    for (var privacy : List.of("PRIVATE", "PUBLIC")) {
      var route = datasets.all().with("teamId", teamId).with("privacy", privacy);
      Pages.all(http, route, datasets.shape()).stream()
          .filter(it -> teamId == null || it.teamId() == null || it.teamId().equals(teamId))
          .forEach(it -> found.putIfAbsent(it.id(), it));
    }
    return new ArrayList<>(found.values());
  }

  public Optional<View> get(String id) {
    return datasets.get(id);
  }

  public View create(Create body) {
    return datasets.create(body);
  }

  public Optional<View> update(String id, Change body) {
    return datasets.put(id, body);
  }

  public void delete(String id) {
    datasets.delete(id);
  }

  /** A dataset as the service sees it; its name may be null. */
  public record View(
      String id,
      String name,
      String description,
      Boolean isPublic,
      String teamId,
      String storageProviderId,
      Instant dtCreated,
      Instant dtModified) {}

  /**
   * A dataset to be.
   *
   * @param storageProviderId null for the team's default
   * @param isPublic always to be sent, for one edition of the reference requires it
   */
  public record Create(
      String name,
      String description,
      @Called("storageProviderRef or storageProviderId") String storageProviderId,
      Boolean isPublic) {}

  /** What can be changed; null leaves it alone, an empty description takes it away. */
  public record Change(String name, String description) {}
}
