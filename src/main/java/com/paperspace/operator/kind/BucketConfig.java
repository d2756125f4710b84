package com.paperspace.operator.kind;

import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.api.StorageProvider.Spec;
import com.paperspace.operator.api.ValueSource;
import com.paperspace.operator.client.StorageProviders.Bucket;
import com.paperspace.operator.client.StorageProviders.S3Config;
import com.paperspace.operator.client.StorageProviders.View;
import java.util.function.Function;

/** The bucket of a storage provider and what opens it, which is sent as a whole. */
final class BucketConfig {
  /** No vendor's key is as long, in characters; a Secret may hold anything. */
  static final int LONGEST_KEY = 8192;

  /** What is shown of a bucket that is not made yet. */
  static final Bucket NOTHING = new Bucket(null, null, null, null, null);

  static final Text BUCKET =
      new Text("s3Config.bucket", StorageProvider.Bucket::bucket, Bucket::bucket);
  static final Text ENDPOINT =
      new Text("s3Config.endpoint", StorageProvider.Bucket::endpoint, Bucket::endpoint);
  static final Text REGION =
      new Text("s3Config.region", StorageProvider.Bucket::region, Bucket::region);
  static final Text SIGNATURE =
      new Text(
          "s3Config.signatureVersion",
          StorageProvider.Bucket::signatureVersion,
          Bucket::signatureVersion);
  private static final String RETAIN = "s3Config.retainData";

  private BucketConfig() {}

  /** A text of a bucket, as it is declared and as it is shown. */
  record Text(
      String field, Function<StorageProvider.Bucket, String> wanted, Function<Bucket, String> is) {
    /** It can change at any time; of a bucket that is shown, what is null is not set. */
    Row<Spec, View> row() {
      return Row.<Spec, View>of(
              field, it -> wanted.apply(it.s3Config()), it -> is.apply(BucketConfig.shown(it)))
          .sameIf(
              (spec, view) ->
                  view.s3Config() == null
                      || wanted.apply(spec.s3Config()).equals(is.apply(view.s3Config())));
    }

    private String in(Declared<Spec> it, Bucket shown) {
      return it.whole(field, spec -> wanted.apply(spec.s3Config()), is.apply(shown));
    }
  }

  static Row<Spec, View> retainData() {
    return Row.flag(RETAIN, BucketConfig::retains, it -> shown(it).retainData());
  }

  private static Boolean retains(Spec it) {
    return it.s3Config().retainData();
  }

  static Bucket shown(View it) {
    return it.s3Config() == null ? NOTHING : it.s3Config();
  }

  static TextOrigin accessKey(Spec it) {
    return key("accessKeyFrom", it.s3Config().accessKeyFrom());
  }

  static TextOrigin secretAccessKey(Spec it) {
    return key("secretAccessKeyFrom", it.s3Config().secretAccessKeyFrom());
  }

  private static TextOrigin key(String field, ValueSource from) {
    return TextOrigin.of("s3Config." + field + ".secretKeyRef", from.secretKeyRef());
  }

  /** All of it: what is shown stands for what a change does not carry. */
  static S3Config of(Declared<Spec> it, Bucket shown) {
    return new S3Config(
        BUCKET.in(it, shown),
        ENDPOINT.in(it, shown),
        REGION.in(it, shown),
        it.value("accessKey"),
        it.value("secretAccessKey"),
        SIGNATURE.in(it, shown),
        it.whole(RETAIN, BucketConfig::retains, shown.retainData()));
  }
}
