{{- define "paperspace-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "paperspace-operator.fullname" -}}
{{- $name := include "paperspace-operator.name" . }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- $full = default $full .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $full) }}
{{- fail (printf "fullnameOverride: the name of this release would make objects called %s, which Kubernetes refuses for a Service; give them another name" $full) }}
{{- end }}
{{- $full }}
{{- end }}

{{/* Refuses those of some values, named after the root, in which there is nothing. One that is there and empty, as a section whose
lines are all comments, takes the default away, and an error in the middle of a template would not name it. */}}
{{- define "paperspace-operator.needs" -}}
{{- $root := first . }}
{{- range rest . }}
{{- $in := $root.Values }}
{{- range initial (splitList "." .) }}
{{- $in = index $in . | default dict }}
{{- end }}
{{- if kindIs "invalid" (index $in (last (splitList "." .))) }}
{{- fail (printf "%s: there is nothing in it; give it a value, or take its line out for the default (an upgrade with --reuse-values: take --reset-then-reuse-values)" .) }}
{{- end }}
{{- end }}
{{- end }}

{{/* What every release needs; what only one template does, and only where it makes something, is asked for there. */}}
{{- define "paperspace-operator.checkFilled" -}}
{{- include "paperspace-operator.needs" (list . "image" "image.repository" "apiUrl" "apiKey" "proxy" "proxy.noProxy" "caBundle" "watchNamespaces" "syncPeriod" "slowRound" "reconcileThreads" "objectMetrics" "log" "log.format" "log.level" "crds" "crds.install" "crds.keep" "replicas" "leaderElection" "leaderElection.enabled" "serviceAccount" "serviceAccount.create" "rbac" "rbac.create" "rbac.aggregatedRoles" "rbac.skipMissingNamespaces" "argoCd" "argoCd.healthChecks" "deletionProtection" "deletionProtection.enabled" "service" "service.port" "serviceMonitor" "serviceMonitor.enabled" "prometheusRule" "prometheusRule.enabled" "dashboard" "dashboard.enabled" "podDisruptionBudget" "podDisruptionBudget.enabled" "networkPolicy" "networkPolicy.enabled" "commonLabels" "commonAnnotations" "openshift") }}
{{- end }}

{{- define "paperspace-operator.selector" -}}
app.kubernetes.io/name: {{ include "paperspace-operator.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "paperspace-operator.ownLabels" -}}
{{ include "paperspace-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "paperspace-operator.labels" -}}
{{ merge (include "paperspace-operator.ownLabels" . | fromYaml) .Values.commonLabels | toYaml }}
{{- end }}

{{/* Labels and annotations of an object of the root: what selects wins over its own "labels", and those over common ones. */}}
{{- define "paperspace-operator.marks" -}}
{{- $own := include "paperspace-operator.ownLabels" .root | fromYaml -}}
labels:
  {{- merge dict $own (default dict .labels) .root.Values.commonLabels | toYaml | nindent 2 }}
{{- with merge dict (default dict .annotations) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Annotations of what outlives the release, beside those of the root. Argo CD takes Helm's for its own deletions and not for
prunes; what it must not prune it would call out of sync. */}}
{{- define "paperspace-operator.keep" -}}
{{- $keep := dict "helm.sh/resource-policy" "keep" }}
{{- range $name, $option := dict "sync-options" "Prune=false" "compare-options" "IgnoreExtraneous" }}
{{- $name = printf "argocd.argoproj.io/%s" $name }}
{{- $_ := set $keep $name (append (without (get $ $name | splitList ",") "") $option | join ",") }}
{{- end }}
{{- toYaml $keep }}
{{- end }}

{{- define "paperspace-operator.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "paperspace-operator.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name is needed when serviceAccount.create is false" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "paperspace-operator.subject" -}}
- kind: ServiceAccount
  name: {{ include "paperspace-operator.serviceAccount" . }}
  namespace: {{ .Release.Namespace | quote }}
{{- end }}

{{/* What gives the operator its rights in each of watchNamespaces; it holds it by this name. */}}
{{- define "paperspace-operator.roleBinding" -}}
{{ include "paperspace-operator.fullname" . }}-rights
{{- end }}

{{/* A period as it was given, of a name and a value: one the operator would not start with is refused. */}}
{{- define "paperspace-operator.period" -}}
{{- $seconds := 0 }}
{{- range regexFindAll "[0-9]+[smhd]" (lower (index . 1)) -1 }}
{{- $unit := get (dict "s" 1 "m" 60 "h" 3600 "d" 86400) (trimAll "0123456789" .) }}
{{- $seconds = add $seconds (mul $unit (atoi (trimAll "smhd" .))) }}
{{- end }}
{{- if or (lt $seconds 10) (gt $seconds 86400) }}
{{- fail (printf "%s %s must be from 10s to 24h, or the operator does not start" (index . 0) (index . 1)) }}
{{- end }}
{{- index . 1 }}
{{- end }}

{{/* Files of the CRDs of the kinds that are served, a YAML list; a new CRD file is one of them by itself. */}}
{{- define "paperspace-operator.crds" -}}
{{- $kinds := list }}
{{- range $path, $_ := .Files.Glob "files/crds/*" }}
{{- /* Read as texts: to parse 18 schemas several times over is most of a rendering. */}}
{{- $kind := regexFind "\n    kind: \".*\"" ($.Files.Get $path) | splitList "\"" | rest | first }}
{{- $kinds = append $kinds $kind }}
{{- if or (not $.Values.kinds) (eq $kind "PaperspaceAccount") (has $kind $.Values.kinds) }}
- {{ $path }}
{{- end }}
{{- end }}
{{- range .Values.kinds }}
{{- if not (has . $kinds) }}
{{- fail (printf "kinds: there is no kind %s; there are: %s" . (join ", " $kinds)) }}
{{- end }}
{{- end }}
{{- $managed := without $kinds "PaperspaceAccount" }}
{{- range $kind, $_ := .Values.syncPeriods }}
{{- if not (has $kind $managed) }}
{{- fail (printf "syncPeriods: there is no kind %s; there are: %s" $kind (join ", " $managed)) }}
{{- end }}
{{- end }}
{{- end }}

{{/* The file of a CRD bears its name. */}}
{{- define "paperspace-operator.plural" -}}
{{ base . | trimSuffix ".paperspace.com.yaml" }}
{{- end }}

{{/* Whether the text of a CRD has the subresource scale; empty if not. */}}
{{- define "paperspace-operator.scales" -}}
{{ if regexMatch "\n      scale:" . }}true{{ end }}
{{- end }}

{{/* What the operator may do where it watches. */}}
{{- define "paperspace-operator.rules" -}}
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    - {{ include "paperspace-operator.plural" $path }}
    {{- end }}
  # patch: finalizer and annotations; a spec is never written
  verbs: [get, list, watch, patch]
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    - {{ include "paperspace-operator.plural" $path }}/status
    {{- end }}
  verbs: [update]
# Keys and values come from Secrets, outputs go to Secrets, and those in use carry a finalizer and may be made again.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, update, patch]
# Values come from ConfigMaps too.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch]
# Nothing is created in a namespace that is being deleted.
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get]
# patch: what is the same is counted up
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{/* What tenants may do with our kinds; the status is the operator's alone. */}}
{{- define "paperspace-operator.viewRules" -}}
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    {{- $plural := include "paperspace-operator.plural" $path }}
    - {{ $plural }}
    - {{ $plural }}/status
    {{- if include "paperspace-operator.scales" ($.Files.Get $path) }}
    - {{ $plural }}/scale
    {{- end }}
    {{- end }}
  verbs: [get, list, watch]
{{- end }}

{{- define "paperspace-operator.editRules" -}}
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    - {{ include "paperspace-operator.plural" $path }}
    {{- end }}
  verbs: [create, update, patch, delete, deletecollection]
{{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
{{- if include "paperspace-operator.scales" ($.Files.Get $path) }}
- apiGroups: [paperspace.com]
  resources: [{{ include "paperspace-operator.plural" $path }}/scale]
  verbs: [update, patch]
{{- end }}
{{- end }}
{{- end }}

{{/* By OpenShift's restricted-v2 the namespace gives user and groups, and fixed ones are refused. */}}
{{- define "paperspace-operator.podSecurityContext" -}}
{{- $context := .Values.podSecurityContext }}
{{- if .Values.openshift }}
{{- $context = omit $context "runAsUser" "runAsGroup" "fsGroup" "supplementalGroups" }}
{{- end }}
{{- toYaml $context }}
{{- end }}

{{- define "paperspace-operator.containerSecurityContext" -}}
{{- $context := .Values.containerSecurityContext }}
{{- if .Values.openshift }}
{{- $context = omit $context "runAsUser" "runAsGroup" }}
{{- end }}
{{- toYaml $context }}
{{- end }}

{{/* A variable that stands twice is taken by kubectl and refused by a server-side apply. That of a proxy is read in small letters
too. A flag wins over all variables, so it must be none that the chart builds on. */}}
{{- define "paperspace-operator.checkEnv" -}}
{{- $built := list "PAPERSPACE_API_URL" "PAPERSPACE_API_KEY_FILE" "PAPERSPACE_CA_FILE" "HTTPS_PROXY" "NO_PROXY" "WATCH_NAMESPACES" "KINDS" "ROLE_BINDING" "OBJECT_METRICS" "LEADER_ELECTION" "LEADER_ELECTION_NAMESPACE" "LEADER_ELECTION_LEASE" "HTTP_PORT" }}
{{- $ours := concat $built (list "SYNC_PERIOD" "SYNC_PERIODS" "SLOW_ROUND" "RECONCILE_THREADS" "LOG_FORMAT" "LOG_LEVEL") }}
{{- range .Values.extraArgs }}
{{- $flag := regexFind "^--[-a-z]+" . }}
{{- $setting := $flag | trimPrefix "--" | upper | replace "-" "_" }}
{{- if has $setting $built }}
{{- fail (printf "extraArgs: %s is set by a value that other parts of the release are made by as well, see values.yaml" $flag) }}
{{- end }}
{{- if eq $flag "--paperspace-api-key" }}
{{- fail "extraArgs: an API key must not stand in the values: name its Secret in apiKey.existingSecret" }}
{{- end }}
{{- if not (and (has $setting $ours) (regexMatch "^--[-a-z]+=" .)) }}
{{- fail (printf "extraArgs: the operator would not start with %s; it takes --name=value, one an item: --sync-period, --sync-periods, --slow-round, --reconcile-threads, --log-format, --log-level" .) }}
{{- end }}
{{- end }}
{{- $names := list }}
{{- range .Values.extraEnv }}
{{- if has .name $names }}
{{- fail (printf "extraEnv: %s stands there twice" .name) }}
{{- end }}
{{- $names = append $names .name }}
{{- if and (eq .name "PAPERSPACE_API_KEY") $.Values.apiKey.existingSecret }}
{{- fail "extraEnv: PAPERSPACE_API_KEY and apiKey.existingSecret exclude each other: set one of them" }}
{{- end }}
{{- if has (upper .name) $ours }}
{{- fail (printf "extraEnv: %s is set by a value of its own, see values.yaml" .name) }}
{{- end }}
{{- if and (eq .name "PAPERSPACE_API_KEY") (hasKey . "value") }}
{{- fail "extraEnv: an API key must not stand in the values: name its Secret in apiKey.existingSecret" }}
{{- end }}
{{- end }}
{{- end }}

{{/* A release writes its image, by digest, into this annotation of the chart, and none into the values: it must not hold where
another repository or tag is said, and a template cannot tell a default from what is said. */}}
{{- define "paperspace-operator.image" -}}
{{- $image := .Values.image }}
{{- $released := index .Chart.Annotations "paperspace.com/image" }}
{{- if $image.digest }}
{{- $image.repository }}@{{ $image.digest }}
{{- else if and (not $image.tag) (hasPrefix (printf "%s@" $image.repository) $released) }}
{{- $released }}
{{- else }}
{{- $image.repository }}:{{ default .Chart.AppVersion $image.tag }}
{{- end }}
{{- end }}

{{/* Not that of the operator, or the Service would lead to the pod of the test. */}}
{{- define "paperspace-operator.testSelector" -}}
app.kubernetes.io/name: {{ include "paperspace-operator.name" . | trunc 58 | trimSuffix "-" }}-test
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* Those of watchNamespaces in which nothing can be made, a YAML list: not there, or on their way out without our RoleBinding.
None where no cluster is asked, as by helm template: then all are rendered. */}}
{{- define "paperspace-operator.missing" -}}
{{- if and .Values.rbac.create .Values.rbac.skipMissingNamespaces .Values.watchNamespaces }}
{{- if or (lookup "v1" "Namespace" "" .Release.Namespace) (lookup "v1" "Namespace" "" "kube-system") }}
{{- range without .Values.watchNamespaces .Release.Namespace }}
{{- $namespace := lookup "v1" "Namespace" "" . }}
{{- $going := and $namespace (dig "metadata" "deletionTimestamp" "" $namespace) }}
{{- if or (not $namespace) (and $going (not (lookup "rbac.authorization.k8s.io/v1" "RoleBinding" . (include "paperspace-operator.roleBinding" $)))) }}
- {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
