package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /datasets/{datasetId}/versions}: what a dataset held at a time; none has a name. */
public final class DatasetVersions {
  private static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::version);

  private final Http http;

  DatasetVersions(Http http) {
    this.http = http;
  }

  public List<View> list(String datasetId) {
    return in(datasetId).list();
  }

  /**
   * Those with tags.
   *
   * @param tags separated by commas; a filter is a hint
   */
  public List<View> list(String datasetId, String tags) {
    return in(datasetId).list("tags", tags);
  }

  public Optional<View> get(String datasetId, String version) {
    return in(datasetId).get(version);
  }

  public View create(String datasetId, Create body) {
    return in(datasetId).create(body);
  }

  public Optional<View> update(String datasetId, String version, Change body) {
    return in(datasetId).put(version, body);
  }

  public void delete(String datasetId, String version) {
    in(datasetId).delete(version);
  }

  private RestCollection<View> in(String datasetId) {
    var route =
        Route.of("/datasets/{datasetId}/versions", datasetId)
            .called("datasetId", "datasetRef or datasetId")
            .called("version", "status.id");
    return new RestCollection<>(http, route, "version", VIEW);
  }

  /**
   * A version as the service sees it.
   *
   * @param version its id
   * @param isCommitted true for good once it is true
   */
  public record View(
      String version,
      String datasetId,
      String userId,
      String message,
      @Sensitive Map<String, Object> metadata,
      Boolean isCommitted,
      String url,
      List<String> tags,
      Long usageBytes,
      Instant dtCreated,
      Instant dtModified) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /**
   * A version to be.
   *
   * @param tags sent as one text, so none may hold a comma
   */
  public record Create(
      String message,
      @JsonSerialize(converter = Commas.class) List<String> tags,
      @Sensitive Map<String, Object> metadata) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /**
   * What can be changed; null leaves it alone.
   *
   * @param tags all of them, sent as one text, so none may hold a comma; an empty list takes all
   *     away
   * @param isCommitted true, once: to say it again may be refused (docs/paperspace-api.md 10.22)
   */
  public record Change(
      String message,
      @JsonSerialize(converter = Commas.class) List<String> tags,
      @Sensitive Map<String, Object> metadata,
      Boolean isCommitted) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** Lists of tags go in as a text and come out as lists. */
  static final class Commas extends StdConverter<List<String>, String> {
    @Override
    public String convert(List<String> tags) {
      return String.join(",", tags);
    }
  }
}
