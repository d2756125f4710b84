package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.PrivateNetwork.Observed;
import com.paperspace.operator.api.PrivateNetwork.Spec;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PrivateNetworks;
import com.paperspace.operator.client.PrivateNetworks.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import java.util.Objects;
import java.util.stream.Stream;

/** A private network; only its name can change. */
public final class PrivateNetworkKind {
  private PrivateNetworkKind() {}

  /** The kind as its table says. */
  public static Adapter<PrivateNetwork, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(
                PrivateNetwork.class,
                Paperspace::privateNetworks,
                PrivateNetworks::list,
                PrivateNetworks::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .fixed("region", Spec::region, it -> Regions.shown(it.region()))
            .create(
                it -> new PrivateNetworks.Create(it.name(), it.spec().region()),
                PrivateNetworks::create)
            .change(
                it -> new PrivateNetworks.Change(it.changed("name", Spec::name)),
                PrivateNetworks::update)
            .beforeDelete(PrivateNetworkKind::requireUnused)
            .delete(PrivateNetworks::delete)
            .observed("The network exists.", it -> observed(it.view())));
  }

  /** Some services delete a network that is in use (docs/paperspace-api.md 10.12): none may be. */
  private static void requireUnused(Paperspace api, View network) {
    var id = network.id();
    var machines =
        api.machines().list().stream()
            .filter(it -> id.equals(it.networkId()))
            .map(it -> new Part(Machine.class, it.id()));
    var drives =
        api.sharedDrives().list().stream()
            .filter(it -> id.equals(SharedDriveKind.network(it)))
            .map(it -> new Part(SharedDrive.class, it.id()));
    InUseException.requireNone("Private network " + id, Stream.concat(machines, drives).toList());
    Sight.requireWhole(api, "private network " + id, "machines and shared drives");
  }

  private static Observed observed(View it) {
    return new Observed(
        Regions.shown(it.region()),
        it.network(),
        it.netmask(),
        Objects.toString(it.dtCreated(), null));
  }
}
