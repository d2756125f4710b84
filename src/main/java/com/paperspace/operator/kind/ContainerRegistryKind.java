package com.paperspace.operator.kind;

import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.ContainerRegistry.Observed;
import com.paperspace.operator.api.ContainerRegistry.Spec;
import com.paperspace.operator.client.ContainerRegistries.Change;
import com.paperspace.operator.client.ContainerRegistries.Create;
import com.paperspace.operator.client.ContainerRegistries.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.Objects;

/** A login for private images; all of it can change, its name only while no deployment uses it. */
public final class ContainerRegistryKind {
  /** The contract bounds no password, and a Secret bounds each by itself. */
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private ContainerRegistryKind() {}

  /** The kind as its table says. */
  public static Adapter<ContainerRegistry, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(ContainerRegistry.class, Registries::new, Registries::list, Registries::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .changeable("kind", Spec::kind, View::kind)
            .row(Row.<Spec, View>of("url", Spec::url, View::url).ifShown().address())
            .changeable("registryNamespace", Spec::registryNamespace, View::namespace)
            .changeable("username", Spec::username, View::username)
            .value("password", ContainerRegistryKind::password, View::dtModified, NO_LIMIT)
            .create(it -> body(it.name(), it.spec(), it.value()), Registries::create)
            .change(ContainerRegistryKind::change, Registries::update)
            .beforeDelete((api, it) -> new Registries(api).requireUnused(it))
            .delete(Registries::delete)
            .tested("LoginVerified", Registries::login)
            .observed("The registry is stored.", it -> observed(it.view())));
  }

  private static Create body(String name, Spec it, String password) {
    var namespace = Objects.requireNonNullElse(it.registryNamespace(), "");
    return new Create(name, it.kind(), namespace, it.url(), it.username(), password);
  }

  private static Change change(Declared<Spec> it) {
    return new Change(
        it.changed("name", Spec::name),
        it.changed("kind", Spec::kind),
        it.changed("registryNamespace", Spec::registryNamespace),
        it.changed("url", Spec::url),
        it.changed("username", Spec::username),
        it.value());
  }

  private static TextOrigin password(Spec spec) {
    return TextOrigin.of("passwordFrom.secretKeyRef", spec.passwordFrom().secretKeyRef());
  }

  private static Observed observed(View it) {
    var made = Objects.toString(it.dtCreated(), null);
    var written = Objects.toString(it.dtModified(), null);
    return new Observed(it.name(), it.kind(), Hidden.address(it.url()), made, written);
  }
}
