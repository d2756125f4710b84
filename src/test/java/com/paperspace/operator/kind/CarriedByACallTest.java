package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.SharedDrive.Observed;
import com.paperspace.operator.api.SharedDrive.Spec;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a spec a call carries and what is noted of it, on a kind whose cloud is a list. */
class CarriedByACallTest {
  private record View(String name, Integer size, String project) {}

  private final List<String> sent = new ArrayList<>();

  /** A drive that is in a project, and whose size is shown in a form nobody knows. */
  private Adapter<SharedDrive, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(
                SharedDrive.class,
                api -> sent,
                it -> List.<View>of(),
                (it, id) -> Optional.<View>empty())
            .identity(it -> new Identity("id", it.name(), null))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .row(Row.<Spec, View>of("size", Spec::size, View::size).ifShown().fixed().asSent())
            .row(Row.<Spec, View>of("region", Spec::region, it -> null).ifShown().fixed())
            .reference(
                new ReferenceRow<>(
                    new ResourceRef<>(
                        "projectRef",
                        "networkId",
                        PaperspaceProject.class,
                        spec -> (LocalRef) null,
                        Spec::networkId),
                    View::project,
                    (api, id) -> true,
                    false))
            .create(CarriedByACallTest::body, (it, body) -> body)
            .change(
                CarriedByACallTest::body,
                (it, id, body) -> {
                  it.add(body.toString());
                  return Optional.empty();
                })
            .observed("There.", it -> null));
  }

  private static View body(Declared<Spec> it) {
    return new View(it.changed("name", Spec::name), null, it.id("projectRef"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{size: 500, region: ny2} | 500 | the size counts as it was sent, and nothing else does",
        "{region: ny2} | '' | what is not declared is not sent",
      })
  void whatIsShownInAnUnknownFormIsNotedAtItsCreate(String spec, String size, String why) {
    var drive = Given.resource(SharedDrive.class, spec);
    assertThat(adapter().create(drive, Given.given()).call().send(null).marks())
        .as(why)
        .isEqualTo(size.isEmpty() ? Map.of() : Map.of("size", size));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: old | View[name=new, size=null, project=null] | the name goes alone",
        "project: p2 | View[name=null, size=null, project=p1] | and so does the project",
        "'name: old, project: p2' | View[name=new, size=null, project=p1] | or both together",
      })
  void aChangeCarriesNoReferenceThatDoesNotDiffer(String shown, String body, String why) {
    var drive = Given.resource(SharedDrive.class, "{name: new, networkId: p1}");
    var all = shown.contains("project") ? shown : shown + ", project: p1";
    var view =
        Given.read(View.class, "{" + (all.contains("name") ? all : all + ", name: new") + "}");
    var remote = Remote.of("", view);
    var drift = adapter().diff(drive, remote, Given.given());
    adapter().next(drive, remote, drift, Given.given()).call().send(null);
    assertThat(sent).as(why).containsExactly(body);
  }
}
