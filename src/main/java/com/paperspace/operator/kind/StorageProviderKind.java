package com.paperspace.operator.kind;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.api.StorageProvider.Observed;
import com.paperspace.operator.api.StorageProvider.Spec;
import com.paperspace.operator.api.ValueSource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.StorageProviders;
import com.paperspace.operator.client.StorageProviders.Bucket;
import com.paperspace.operator.client.StorageProviders.S3Config;
import com.paperspace.operator.client.StorageProviders.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A bucket of the team; the API takes no part of one, so that every change sends all of it. */
public final class StorageProviderKind {
  /** No vendor's key is as long, in characters; a Secret may hold anything. */
  private static final int LONGEST = 8192;

  private static final Bucket NOTHING = new Bucket(null, null, null, null, null);

  private StorageProviderKind() {}

  /** The kind as its table says. */
  public static Adapter<StorageProvider, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(
                StorageProvider.class,
                Paperspace::storageProviders,
                StorageProviderKind::list,
                StorageProviderKind::get)
            .identity(it -> new Identity(it.id(), it.name(), null))
            .undated()
            .named(Spec::name)
            .onlyOne(it -> Boolean.TRUE.equals(it.isTeamDefault()) ? "isTeamDefault" : null)
            .changeable("name", Spec::name, View::name)
            .row(Row.flag("isTeamDefault", Spec::isTeamDefault, View::isTeamDefault))
            .changeable("s3Config.bucket", wanted(it -> it.bucket()), shown(Bucket::bucket))
            .changeable("s3Config.endpoint", wanted(it -> it.endpoint()), shown(Bucket::endpoint))
            .changeable("s3Config.region", wanted(it -> it.region()), shown(Bucket::region))
            .changeable(
                "s3Config.signatureVersion",
                wanted(it -> it.signatureVersion()),
                shown(Bucket::signatureVersion))
            .row(
                Row.flag(
                    "s3Config.retainData",
                    wanted(it -> it.retainData()),
                    shown(Bucket::retainData)))
            .value(
                "accessKey", it -> origin("accessKeyFrom", it.s3Config().accessKeyFrom()), LONGEST)
            .value(
                "secretAccessKey",
                it -> origin("secretAccessKeyFrom", it.s3Config().secretAccessKeyFrom()),
                LONGEST)
            .create(
                it ->
                    new StorageProviders.Create(
                        it.name(), it.spec().isTeamDefault(), config(it, NOTHING)),
                StorageProviders::create)
            .rewrite(StorageProviderKind::changed, StorageProviders::update)
            .beforeDelete(StorageProviderKind::requireUnused)
            .delete(StorageProviders::delete)
            .observed("The storage provider exists.", it -> observed(it.view())));
  }

  private static List<View> list(StorageProviders providers) {
    return providers.list().stream().filter(it -> !isManaged(it)).toList();
  }

  private static Optional<View> get(StorageProviders providers, String id) {
    var found = providers.get(id);
    if (found.filter(StorageProviderKind::isManaged).isPresent()) {
      throw new InvalidInputException(
          "spec.externalId: storage provider "
              + id
              + " is run by Paperspace itself and is not touched. Name another one, or remove"
              + " externalId to have one made; a Dataset names this one by storageProviderId.");
    }
    return found;
  }

  private static boolean isManaged(View it) {
    return Boolean.TRUE.equals(it.isManaged());
  }

  private static <A> Function<Spec, A> wanted(Function<StorageProvider.Bucket, A> of) {
    return spec -> of.apply(spec.s3Config());
  }

  private static <A> Function<View, A> shown(Function<Bucket, A> of) {
    return view -> view.s3Config() == null ? null : of.apply(view.s3Config());
  }

  private static TextOrigin origin(String field, ValueSource source) {
    return TextOrigin.of("s3Config." + field + ".secretKeyRef", source.secretKeyRef());
  }

  private static StorageProviders.Change changed(Declared<Spec> it, View view) {
    boolean isDefault =
        Boolean.TRUE.equals(it.whole("isTeamDefault", Spec::isTeamDefault, view.isTeamDefault()));
    var bucket = view.s3Config() == null ? NOTHING : view.s3Config();
    return new StorageProviders.Change(
        it.whole("name", spec -> it.name(), view.name()), isDefault, config(it, bucket));
  }

  private static S3Config config(Declared<Spec> it, Bucket shown) {
    return new S3Config(
        it.whole("s3Config.bucket", wanted(b -> b.bucket()), shown.bucket()),
        it.whole("s3Config.endpoint", wanted(b -> b.endpoint()), shown.endpoint()),
        it.whole("s3Config.region", wanted(b -> b.region()), shown.region()),
        it.value("accessKey"),
        it.value("secretAccessKey"),
        it.whole(
            "s3Config.signatureVersion",
            wanted(b -> b.signatureVersion()),
            shown.signatureVersion()),
        it.whole("s3Config.retainData", wanted(b -> b.retainData()), shown.retainData()));
  }

  /** Some services delete one that is in use (docs/paperspace-api.md 10.12). */
  private static void requireUnused(Paperspace api, View provider) {
    var id = provider.id();
    var whole = "Storage provider " + id;
    InUseException.requireNone(
        whole,
        api.datasets().list().stream()
            .filter(it -> id.equals(it.storageProviderId()))
            .map(it -> new Part(Dataset.class, it.id()))
            .toList());
    var models =
        api.models().list().stream().filter(it -> id.equals(it.storageProviderId())).toList();
    if (!models.isEmpty()) {
      throw new InUseException(
          whole
              + " holds model "
              + models.get(0).id()
              + " and "
              + (models.size() - 1)
              + " more. Delete them first, or set policy.deletion: Retain.");
    }
  }

  private static Observed observed(View it) {
    return new Observed(
        Boolean.TRUE.equals(it.isTeamDefault()),
        shown(Bucket::bucket).apply(it),
        shown(Bucket::endpoint).apply(it),
        shown(Bucket::region).apply(it));
  }
}
