package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.client.StorageProviders.S3Config;
import com.paperspace.operator.client.StorageProviders.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a storage provider differs, and what goes along with a change of a part of it. */
class StorageProviderKindTest {
  private static final String KEYS =
      "accessKeyFrom: {secretKeyRef: {name: s, key: a}},"
          + " secretAccessKeyFrom: {secretKeyRef: {name: s, key: b}}";
  private static final String SPEC =
      "{name: store, isTeamDefault: true, s3Config: {bucket: data, endpoint: 'https://a', region:"
          + " nyc3, signatureVersion: v4, retainData: true, "
          + KEYS
          + "}}";
  private static final String VIEW =
      "{id: sp1, name: store, isTeamDefault: true, s3Config: {bucket: data, endpoint: 'https://a',"
          + " region: nyc3, signatureVersion: v4, retainData: true}}";

  private final Adapter<StorageProvider, StorageProvider.Observed, Remote<View>> adapter =
      StorageProviderKind.adapter();

  private static StorageProvider provider(String spec) {
    return Given.resource(StorageProvider.class, spec);
  }

  private static Remote<View> view(String yaml) {
    return Remote.of("", Given.read(View.class, yaml));
  }

  /** Both keys as they were sent. */
  private static Given sent(String second) {
    return Given.given(
        "value",
        "digest(s3cret)",
        "valueKey",
        "digest()",
        "valueSource",
        "v1",
        "secretAccessKey",
        second,
        "secretAccessKeyKey",
        "digest()",
        "secretAccessKeySource",
        "v1");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: store         | name: old             | CORRECT name store was old",
        "isTeamDefault: true | isTeamDefault: false  | CORRECT isTeamDefault true was false",
        "bucket: data        | bucket: other         | CORRECT s3Config.bucket data was other",
        "'https://a'         | 'https://b'           | CORRECT s3Config.endpoint https://a was https://b",
        "region: nyc3        | region: ams3          | CORRECT s3Config.region nyc3 was ams3",
        "region: nyc3        | region: null          | CORRECT s3Config.region nyc3 was (none)",
        "Version: v4         | Version: v2           | CORRECT s3Config.signatureVersion v4 was v2",
        "retainData: true    | retainData: null      | CORRECT s3Config.retainData true was (none)",
      })
  void whatDiffers(String as, String shown, String drift) {
    var found = adapter.diff(provider(SPEC), view(VIEW.replace(as, shown)), sent("digest(s3cret)"));
    assertThat(Given.words(found)).isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void eachKeyIsComparedWithWhatWasSentOfIt() {
    assertThat(Given.words(adapter.diff(provider(SPEC), view(VIEW), sent("digest(old)"))))
        .isEqualTo("VERB secretAccessKey (as in Secret s, key b) was (an older value)");
    assertThat(adapter.references(provider(SPEC)))
        .containsExactly(
            new Reference.ToSecret(
                "s3Config.accessKeyFrom.secretKeyRef", new SecretKeyRef("s", "a")),
            new Reference.ToSecret(
                "s3Config.secretAccessKeyFrom.secretKeyRef", new SecretKeyRef("s", "b")));
  }

  /** A partial one would empty the rest of it, and what was refused must not hold up the rest. */
  @Test
  void aChangeIsWholeAndKeepsWhatTheCloudHasOfTheRest() {
    var spec = provider(SPEC).getSpec();
    var values = Map.of("accessKey", "one", "secretAccessKey", "two");
    var declared = new Declared<>("store", spec, values, Map.of(), Set.of("s3Config.region"));
    var shown = view(VIEW.replace("data", "theirs").replace("nyc3", "ams3")).view();
    assertThat(BucketConfig.of(declared, BucketConfig.shown(shown)))
        .isEqualTo(new S3Config("theirs", "https://a", "nyc3", "one", "two", "v4", true));
  }

  @Test
  void onlyOneOfATeamIsItsDefault() {
    assertThat(adapter.decidesOn(provider(SPEC)))
        .containsExactly(new SharedField(StorageProvider.class, "", "isTeamDefault"));
    assertThat(
            adapter.decidesOn(
                provider(SPEC.replace("isTeamDefault: true", "isTeamDefault: false"))))
        .isEmpty();
  }

  @Test
  void theLoginInAnAddressIsNotShown() {
    var view = view(VIEW.replace("https://a", "https://key:tok3n@s3.example.com"));
    var seen = adapter.observe(provider(SPEC), view, Given.given()).observed();
    assertThat(seen.endpoint()).isEqualTo("https://***@s3.example.com");
    var found = adapter.diff(provider(SPEC), view, sent("digest(s3cret)"));
    assertThat(Given.words(found))
        .contains("s3Config.endpoint https://a was https://***@s3.example.com (value digest(h)")
        .doesNotContain("tok3n");
  }

  @Test
  void itIsShownWithoutItsKeys() {
    assertThat(adapter.observe(provider(SPEC), view(VIEW), Given.given()).observed())
        .isEqualTo(new StorageProvider.Observed(true, "data", "https://a", "nyc3"));
    assertThat(adapter.observe(provider(SPEC), view("{id: sp1}"), Given.given()).observed())
        .isEqualTo(new StorageProvider.Observed(false, null, null, null));
  }
}
