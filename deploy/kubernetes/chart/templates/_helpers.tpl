{{/* Name of everything; also the host name that children dial. */}}
{{- define "lienthong.fullname" -}}
{{- .Values.fullnameOverride | default .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{/* Name of the node in the tree. */}}
{{- define "lienthong.node" -}}
{{- .Values.node | default (.Values.unit | lower | replace "." "-") -}}
{{- end -}}

{{/* What selects the pods: never changes over a release's life. */}}
{{- define "lienthong.selectorLabels" -}}
app.kubernetes.io/name: lienthong
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of objects. Not of pods or volume claims: a new version must change neither by itself. */}}
{{- define "lienthong.labels" -}}
{{ include "lienthong.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "lienthong.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "lienthong.tlsSecret" -}}
{{- .Values.tls.secret | default (printf "%s-tls" (include "lienthong.fullname" .)) -}}
{{- end -}}

{{/* No process of a pod is root, writes to its image or gains a right. */}}
{{- define "lienthong.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "lienthong.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Resources of the short-lived pods that run the command line. */}}
{{- define "lienthong.jobResources" -}}
requests: {cpu: 10m, memory: 32Mi}
limits: {memory: 128Mi}
{{- end -}}

{{/* The parent's port, for the network policy. */}}
{{- define "lienthong.parentPort" -}}
{{- regexReplaceAll "^.*:" .Values.parent.address "" -}}
{{- end -}}
