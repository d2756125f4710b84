package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectsTest {
  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
  private static final String PROJECT =
      "{\"id\": \"p1\", \"name\": \"n\", \"dtCreated\": \"2026-11-01T00:00:00Z\", \"teamId\": \"t\"}";
  private static final Projects.View VIEW =
      new Projects.View("p1", "n", TIME, null, null, null, null);

  private final FakeService service = new FakeService();
  private final Projects projects = service.client().projects();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void get() {
    service.answers(PROJECT);
    assertThat(projects.get("p1")).contains(VIEW);
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1");
  }

  @Test
  void create() {
    service.answers(201, PROJECT);
    assertThat(projects.create(new Projects.Create("n"))).isEqualTo(VIEW);
    assertThat(service.taken()).isEqualTo("POST /v1/projects application/json {\"name\":\"n\"}");
  }

  @Test
  void update() {
    service.answers(PROJECT).answers(204, "");
    assertThat(projects.update("p1", new Projects.Change("n"))).contains(VIEW);
    assertThat(projects.update("p1", new Projects.Change("n"))).isEmpty();
    assertThat(service.taken()).isEqualTo("PUT /v1/projects/p1 application/json {\"name\":\"n\"}");
  }

  @Test
  void delete() {
    service.answers("{\"id\": \"p1\", \"dtDeleted\": \"2026-11-01T00:00:00Z\"}");
    projects.delete("p1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/projects/p1");
  }

  @Test
  void tags() {
    service.answers("{\"items\": [{\"id\": 7.0, \"name\": \"a\"}, \"b\"], \"hasMore\": false}");
    assertThat(projects.tags("p1"))
        .containsExactly(new Projects.Tag(7L, "a", null), new Projects.Tag(null, "b", null));
    service.answers("{\"id\": 8, \"name\": \"c d\"}").answers(204, "");
    projects.addTag("p1", "c d");
    projects.removeTag("p1", "c d");
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/tags?limit=120");
    assertThat(service.taken())
        .isEqualTo("POST /v1/projects/p1/tags application/json {\"name\":\"c d\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/projects/p1/tags?name=c%20d");
  }

  @Test
  void collaborators() {
    service.answers(
        """
        [{"user": {"id": "u1", "email": "a@b.c"}, "dtCreated": "2026-11-01T00:00:00Z"},
         {"user": {"id": "u2", "email": "d@e.f"}, "dtDeleted": "2026-11-01T00:00:00Z"}]
        """);
    assertThat(projects.collaborators("p1"))
        .containsExactly(
            new Projects.Collaborator(new User("u1", "a@b.c", null, null, null), TIME, null));
    service.answers("{}").answers("{\"userId\": \"u1\"}");
    projects.addCollaborator("p1", "u1");
    projects.removeCollaborator("p1", "u1");
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/collaborators?limit=120");
    assertThat(service.taken())
        .isEqualTo("POST /v1/projects/p1/collaborators application/json {\"userId\":\"u1\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/projects/p1/collaborators/u1");
  }

  @Test
  void models() {
    var model = "{\"id\": \"mo1\", \"name\": \"m\", \"isPublic\": false}";
    service.answers("[" + model + "]").answers("[" + model + "]").answers(model).answers("");
    service.answers(404, "{}");
    assertThat(projects.models("p1")).extracting(Models.View::name).containsExactly("m");
    assertThat(projects.models("p1", "m")).hasSize(1);
    projects.addModel("p1", "mo1");
    projects.removeModel("p1", "mo1");
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/models?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/models?name=m&limit=120");
    assertThat(service.taken()).isEqualTo("POST /v1/projects/p1/models/mo1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/projects/p1/models/mo1");
  }

  @Test
  void deployments() {
    service.answers("[{\"id\": \"d1\", \"name\": \"web\"}]").answers("[]");
    assertThat(projects.deployments("p1"))
        .extracting(Deployments.View::name)
        .containsExactly("web");
    assertThat(projects.deployments("p1", "web")).isEmpty();
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/deployments?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/deployments?name=web&limit=120");
  }

  @Test
  void activity() {
    service.answers(
        """
        [{"id": "a1", "action": "deployment.exploded", "data": {"from": 1, "to": 2.0},
          "deployment": {"id": "d1", "name": "web", "dtDeleted": "2026-11-01T00:00:00Z"},
          "actor": null}]
        """);
    service.answers("[]");
    var entry = projects.activity("p1", null, 10).get(0);
    assertThat(entry.data()).isEqualTo(new Projects.Scale(1, 2));
    assertThat(entry.deployment()).isEqualTo(new Projects.DeploymentRef("d1", "web", TIME));
    assertThat(projects.activity("p1", "d1", 500)).isEmpty();
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/activity?limit=10");
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/activity?deploymentId=d1&limit=120");
  }

  @Test
  void list() {
    service.answers("{\"items\": [" + PROJECT + "], \"hasMore\": false, \"nextPage\": null}");
    assertThat(projects.list()).containsExactly(VIEW);
    assertThat(service.taken()).isEqualTo("GET /v1/projects?limit=120");
  }
}
