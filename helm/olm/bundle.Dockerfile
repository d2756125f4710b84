# Generated from the chart; mvn test -Dupdate -Dtest=OlmBundleTest writes it anew.
# Files only; built from the top of the tree, see .github/docker-bake.hcl.
FROM scratch
LABEL operators.operatorframework.io.bundle.channel.default.v1=alpha
LABEL operators.operatorframework.io.bundle.channels.v1=alpha
LABEL operators.operatorframework.io.bundle.manifests.v1=manifests/
LABEL operators.operatorframework.io.bundle.mediatype.v1=registry+v1
LABEL operators.operatorframework.io.bundle.metadata.v1=metadata/
LABEL operators.operatorframework.io.bundle.package.v1=paperspace-operator
COPY crds/*.yaml /manifests/
COPY helm/olm/manifests/ /manifests/
COPY helm/olm/metadata/ /metadata/
