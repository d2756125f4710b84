package com.paperspace.operator.kind;

import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.api.StorageProvider.Observed;
import com.paperspace.operator.api.StorageProvider.Spec;
import com.paperspace.operator.client.StorageProviders;
import com.paperspace.operator.client.StorageProviders.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.List;

/** A bucket of the team; the API takes no part of one, so that every change sends all of it. */
public final class StorageProviderKind {
  private static final String DEFAULT = "isTeamDefault";

  private StorageProviderKind() {}

  /** The kind as its table says. */
  public static Adapter<StorageProvider, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(StorageProvider.class, TeamStorage::new, TeamStorage::list, TeamStorage::get)
            .is(Trait.UNDATED)
            .identity(it -> new Identity(it.id(), it.name(), null))
            .named(Spec::name)
            .decidesOn(StorageProviderKind::teamDefault)
            .changeable("name", Spec::name, View::name)
            .row(Row.flag(DEFAULT, Spec::isTeamDefault, View::isTeamDefault))
            .row(BucketConfig.BUCKET.row())
            .row(BucketConfig.ENDPOINT.row().address())
            .row(BucketConfig.REGION.row())
            .row(BucketConfig.SIGNATURE.row())
            .row(BucketConfig.retainData())
            .value("accessKey", BucketConfig::accessKey, BucketConfig.LONGEST_KEY)
            .value("secretAccessKey", BucketConfig::secretAccessKey, BucketConfig.LONGEST_KEY)
            .create(StorageProviderKind::body, TeamStorage::create)
            .rewrite(StorageProviderKind::body, TeamStorage::update)
            .beforeDelete((api, it) -> new TeamStorage(api).requireUnused(it.id()))
            .delete(TeamStorage::delete)
            .observed("The storage provider exists.", it -> observed(it.view())));
  }

  private static List<SharedField> teamDefault(StorageProvider it) {
    return Boolean.TRUE.equals(it.getSpec().isTeamDefault())
        ? List.of(new SharedField(StorageProvider.class, "", DEFAULT))
        : List.of();
  }

  private static StorageProviders.Create body(Declared<Spec> it) {
    var config = BucketConfig.of(it, BucketConfig.NOTHING);
    return new StorageProviders.Create(it.name(), it.spec().isTeamDefault(), config);
  }

  private static StorageProviders.Change body(Declared<Spec> it, View view) {
    var name = it.whole("name", spec -> it.name(), view.name());
    var isDefault = it.whole(DEFAULT, Spec::isTeamDefault, view.isTeamDefault());
    var config = BucketConfig.of(it, BucketConfig.shown(view));
    return new StorageProviders.Change(name, Boolean.TRUE.equals(isDefault), config);
  }

  private static Observed observed(View view) {
    var it = BucketConfig.shown(view);
    boolean isDefault = Boolean.TRUE.equals(view.isTeamDefault());
    return new Observed(isDefault, it.bucket(), Hidden.address(it.endpoint()), it.region());
  }
}
