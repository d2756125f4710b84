package com.paperspace.operator.kind;

import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.SharedDrive.Observed;
import com.paperspace.operator.api.SharedDrive.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.SharedDrives;
import com.paperspace.operator.client.SharedDrives.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.Objects;

/** A shared drive; only its name can change. Its credentials leave through a Secret alone. */
public final class SharedDriveKind {
  private SharedDriveKind() {}

  /** The kind as its table says. */
  public static Adapter<SharedDrive, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(
                SharedDrive.class, Paperspace::sharedDrives, SharedDrives::list, SharedDrives::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .row(
                Row.of("size", Spec::size, (View it) -> DiskSize.told(it.size()))
                    .sameIf(SharedDriveKind::fits)
                    .fixed()
                    .asSent())
            .fixed("region", Spec::region, it -> Regions.shown(it.region()))
            .reference(
                new ReferenceRow<>(
                    NetworkRef.of(Spec::networkRef, Spec::networkId),
                    SharedDriveKind::network,
                    NetworkRef::exists,
                    true))
            .create(
                it ->
                    new SharedDrives.Create(
                        it.name(), it.spec().size(), it.spec().region(), it.id(NetworkRef.FIELD)),
                SharedDrives::create)
            .change(
                it -> new SharedDrives.Change(it.changed("name", Spec::name)), SharedDrives::update)
            .delete(SharedDrives::delete)
            .observed("The drive exists.", it -> observed(it.view()))
            .outputs(Spec::outputs)
            .gives("mountPoint", View::mountPoint)
            .gives("username", View::username)
            .gives("password", View::password));
  }

  /** The unit of the answer is unknown (docs/paperspace-api.md 10.18). */
  private static boolean fits(Spec spec, View it) {
    return it.size() == null
        || it.size() == spec.size().longValue()
        || DiskSize.is(it.size(), spec.size());
  }

  static String network(View it) {
    return it.networkId() == null ? it.privateNetworkId() : it.networkId();
  }

  private static Observed observed(View it) {
    return new Observed(
        it.size(),
        Regions.shown(it.region()),
        network(it),
        it.mountPoint(),
        Objects.toString(it.dtCreated(), null));
  }
}
