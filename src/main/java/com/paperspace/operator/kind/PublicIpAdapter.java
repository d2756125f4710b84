package com.paperspace.operator.kind;

import com.paperspace.operator.api.Outputs;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.PublicIp.Observed;
import com.paperspace.operator.api.PublicIp.Spec;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PublicIps;
import com.paperspace.operator.client.PublicIps.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps static addresses: claimed without a name, found in the list alone, and assigned to a
 * machine (docs/paperspace-api.md 1.7 and 7).
 */
public final class PublicIpAdapter implements Adapter<PublicIp, Observed, View> {
  static final Row<Spec, View> REGION =
      Row.<Spec, View>of("region", Spec::region, it -> Regions.shown(it.region()))
          .ifShown()
          .fixed();

  private final AddressAssignment assignment = new AddressAssignment();

  @Override
  public Class<PublicIp> type() {
    return PublicIp.class;
  }

  /** For messages; the cloud knows none. */
  @Override
  public String name(PublicIp resource) {
    return CloudName.of(null, resource);
  }

  @Override
  public List<Reference> references(PublicIp resource) {
    return assignment.reference(resource.getSpec()).stream().toList();
  }

  /** Where it is by now, if it is to be taken away from there. */
  @Override
  public Map<String, String> lookUp(PublicIp resource, Inputs inputs, Paperspace api) {
    return assignment.lookUp(resource, inputs, api);
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return MachineRef.exists(api, inputs.id(reference.field()));
  }

  @Override
  public String scope(PublicIp resource, Inputs inputs) {
    return resource.getSpec().region();
  }

  @Override
  public List<SharedField> decidesOn(PublicIp resource) {
    return AddressOfMachine.heldByAddress(resource);
  }

  @Override
  public List<SharedField> takes(PublicIp resource, Inputs inputs) {
    return AddressOfMachine.takenByAddress(assignment.wanted(resource.getSpec(), inputs));
  }

  /** The machine it is taken off would claim another address. */
  @Override
  public List<SharedField> leavesToOthers(PublicIp resource, Inputs inputs) {
    return Stream.of(assignment.wanted(resource.getSpec(), inputs), AddressUser.known(inputs))
        .flatMap(Optional::stream)
        .map(AddressOfMachine::typeOf)
        .toList();
  }

  @Override
  public boolean isInScope(PublicIp other, String scope) {
    return other.getSpec() != null && scope.equals(other.getSpec().region());
  }

  /** One whose region cannot be read may be of any. */
  @Override
  public List<View> list(String scope, Paperspace api) {
    return api.publicIps().list().stream()
        .filter(it -> Regions.code(it.region()).map(scope::equals).orElse(true))
        .toList();
  }

  @Override
  public Optional<View> get(String id, Paperspace api) {
    return api.publicIps().get(id);
  }

  /** What a lost claim has made has no machine yet. */
  @Override
  public Identity identity(View remote) {
    var machine = AddressUser.of(remote);
    return new Identity(remote.ip(), machine.map("of "::concat).orElse(""), remote.dtCreated());
  }

  @Override
  public boolean isNamed() {
    return false;
  }

  @Override
  public Optional<Observation<Observed>> beforeCreate(
      PublicIp resource, Inputs inputs, Paperspace api) {
    return assignment.check(resource.getSpec(), inputs, api);
  }

  @Override
  public Step<View> create(PublicIp resource, Inputs inputs) {
    var body = new PublicIps.Claim(resource.getSpec().region());
    var marks = assignment.marksAtClaim(resource.getSpec(), inputs);
    return Step.create(
        "an address in " + body.region(),
        api -> new Outcome<>(api.publicIps().claim(body), null, marks));
  }

  @Override
  public List<Drift> diff(PublicIp resource, View remote, Inputs inputs) {
    var found = new ArrayList<Drift>();
    REGION.diff(resource.getSpec(), remote, inputs).ifPresent(found::add);
    assignment.diff(resource.getSpec(), remote, inputs).ifPresent(found::add);
    return found;
  }

  @Override
  public Step<View> next(PublicIp resource, View remote, List<Drift> todo, Inputs inputs) {
    return assignment.next(resource, remote, todo, inputs);
  }

  @Override
  public Optional<Step<View>> beforeDelete(
      PublicIp resource, View remote, Map<String, String> marks) {
    return assignment.undo(resource.getSpec(), remote, marks);
  }

  @Override
  public Step<View> delete(View remote) {
    return Step.delete(remote.ip(), remote, api -> api.publicIps().release(remote.ip()));
  }

  @Override
  public Observation<Observed> observe(PublicIp resource, View remote, Inputs inputs) {
    var machine = AddressUser.of(remote);
    return Observation.ready(
        Reason.Available,
        machine
            .map("The address is assigned to machine %s."::formatted)
            .orElse("The address is assigned to no machine."),
        new Observed(
            remote.ip(),
            Regions.shown(remote.region()),
            machine.orElse(null),
            Objects.toString(remote.dtCreated(), null)));
  }

  @Override
  public Map<String, String> outputs(PublicIp resource, View remote) {
    return Map.of("publicIp", remote.ip());
  }

  @Override
  public String outputSecret(PublicIp resource) {
    return Outputs.secretOf(resource.getSpec().outputs());
  }
}
