{{- define "paperspace-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "paperspace-operator.fullname" -}}
{{- $name := include "paperspace-operator.name" . }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- default $full .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "paperspace-operator.selector" -}}
app.kubernetes.io/name: {{ include "paperspace-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "paperspace-operator.labels" -}}
{{ include "paperspace-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
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
  namespace: {{ .Release.Namespace }}
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
{{- $kind := ($.Files.Get $path | fromYaml).spec.names.kind }}
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

{{/* What the operator may do where it watches. */}}
{{- define "paperspace-operator.rules" -}}
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    - {{ ($.Files.Get $path | fromYaml).spec.names.plural }}
    {{- end }}
  # patch: finalizer and annotations; a spec is never written
  verbs: [get, list, watch, patch]
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    - {{ ($.Files.Get $path | fromYaml).spec.names.plural }}/status
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
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end }}

{{/* What tenants may do with our kinds; status and finalizers are the operator's alone. */}}
{{- define "paperspace-operator.viewRules" -}}
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    {{- $crd := $.Files.Get $path | fromYaml }}
    - {{ $crd.spec.names.plural }}
    - {{ $crd.spec.names.plural }}/status
    {{- if (first $crd.spec.versions).subresources.scale }}
    - {{ $crd.spec.names.plural }}/scale
    {{- end }}
    {{- end }}
  verbs: [get, list, watch]
{{- end }}

{{- define "paperspace-operator.editRules" -}}
- apiGroups: [paperspace.com]
  resources:
    {{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
    - {{ ($.Files.Get $path | fromYaml).spec.names.plural }}
    {{- end }}
  verbs: [create, update, patch, delete, deletecollection]
{{- range $path := include "paperspace-operator.crds" . | fromYamlArray }}
{{- $crd := $.Files.Get $path | fromYaml }}
{{- if (first $crd.spec.versions).subresources.scale }}
- apiGroups: [paperspace.com]
  resources: [{{ $crd.spec.names.plural }}/scale]
  verbs: [update, patch]
{{- end }}
{{- end }}
{{- end }}
