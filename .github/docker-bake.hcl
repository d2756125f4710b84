// docker buildx bake --file .github/docker-bake.hcl, from the top of the tree. With --set '*.platform=linux/amd64' for one
// architecture, and --load to have it here.

variable "IMAGE" {
  default = "paperspace-operator"
}

variable "VERSION" {
  default = "dev"
}

// Of the sources, for paperspace_build_info.
variable "COMMIT" {
  default = "unknown"
}

group "default" {
  targets = ["operator"]
}

// The jar is built once, on the architecture of the builder; the cache of classes is made on each of these.
target "operator" {
  context   = "."
  args      = { COMMIT = COMMIT }
  platforms = ["linux/amd64", "linux/arm64"]
  tags      = ["${IMAGE}:${VERSION}"]
  attest    = ["type=provenance,mode=max", "type=sbom"]
}

// Files only, so one for all architectures.
target "bundle" {
  context    = "."
  dockerfile = "helm/olm/bundle.Dockerfile"
  tags       = ["${IMAGE}-bundle:${VERSION}"]
}
