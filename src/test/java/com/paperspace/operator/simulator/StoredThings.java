package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

/** Every operation of registries, storage providers, datasets and models, each answered once. */
record StoredThings(Caller caller) {

  void live(String project) {
    registries();
    storage();
    datasets();
    models(project);
  }

  private void registries() {
    var made = caller.ok("POST", "/container-registries", Bodies.registry("ghcr"));
    var at = "/container-registries/" + made.get("id").asText();
    caller.ok("GET", "/container-registries?orderBy=dtCreated");
    caller.ok("PUT", at, "{\"password\":\"another\"}");
    assertThat(caller.ok("GET", at)).isEqualTo(made);
    caller.ok("GET", at + "/test-connection");
    assertThat(caller.ok("DELETE", at)).isEqualTo(made);
  }

  private void storage() {
    var made = caller.ok("POST", "/storage-providers", Bodies.storage("bucket", "k1", "k2", false));
    var at = "/storage-providers/" + made.get("id").asText();
    assertThat(caller.ok("GET", at)).isEqualTo(made);
    assertThat(caller.ok("GET", "/storage-providers").get("items")).hasSize(2);
    caller.ok("GET", "/storage-providers/utilization");
    var body = Bodies.object(Bodies.storage("bucket", "k3", "k4", true));
    caller.ok("PUT", at, body.without("storageProviderType").toString());
    caller.ok("DELETE", at);
  }

  private void datasets() {
    var made = caller.ok("POST", "/datasets", "{\"name\":\"d\",\"isPublic\":false}");
    var at = "/datasets/" + made.get("id").asText();
    caller.ok("PUT", at, "{\"name\":\"e\",\"description\":null}");
    assertThat(caller.ok("GET", at).get("name").asText()).isEqualTo("e");
    var list = "/datasets?privacy=PRIVATE&teamId=" + made.get("teamId").asText();
    assertThat(caller.ok("GET", list).get("items")).hasSize(1);
    var body = "{\"message\":\"m\",\"tags\":\"a,b\",\"metadata\":{\"k\":1}}";
    var version = caller.ok("POST", at + "/versions", body).get("version").asText();
    caller.ok("PUT", at + "/versions/" + version, "{\"isCommitted\":true}");
    assertThat(caller.ok("GET", at + "/versions/" + version).get("isCommitted").asBoolean())
        .isTrue();
    assertThat(caller.ok("GET", at + "/versions?tags=b").get("items")).hasSize(1);
    caller.ok("DELETE", at + "/versions/" + version);
    caller.ok("DELETE", at);
  }

  private void models(String project) {
    var made = caller.ok("POST", "/models", "{\"name\":\"m\",\"isPublic\":false}");
    var id = made.get("id").asText();
    var members = "/projects/" + project + "/models";
    caller.ok("POST", members + "/" + id);
    assertThat(caller.ok("GET", members + "?name=m").get("items")).hasSize(1);
    assertThat(caller.ok("GET", "/models?projectId=" + project).get("items")).hasSize(1);
    caller.ok("DELETE", members + "/" + id);
    assertThat(caller.ok("GET", "/models/" + id)).isEqualTo(made);
    caller.ok("DELETE", "/models/" + id);
  }
}
