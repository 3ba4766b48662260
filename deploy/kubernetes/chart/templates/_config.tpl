{{/* The node's configuration. Keys are those of proto/lienthong/node/v1/config.proto. */}}
{{- define "lienthong.config" -}}
{{- $host := ternary "0.0.0.0" "127.0.0.1" .Values.tls.enabled -}}
node: {{ include "lienthong.node" . | quote }}
# A folder inside the volume, because the volume's own top belongs to the system.
data_dir: /var/lib/lienthong/data
listen: {{ printf "%s:%d" $host (int .Values.ports.grpc) | quote }}
metrics: {{ printf "0.0.0.0:%d" (int .Values.ports.metrics) | quote }}
health: {{ printf "0.0.0.0:%d" (int .Values.ports.health) | quote }}
{{- if .Values.parent.address }}
parent:
  address: {{ .Values.parent.address | quote }}
  {{- if .Values.tls.enabled }}
  node: {{ .Values.parent.node | quote }}
  {{- end }}
  {{- with .Values.parent.streamSecondsMax }}
  stream_seconds_max: {{ int . }}
  {{- end }}
{{- end }}
{{- if .Values.tls.enabled }}
tls:
  certificate: {{ .Values.tls.mountPath }}/tls.crt
  key: {{ .Values.tls.mountPath }}/tls.key
  ca: {{ .Values.tls.mountPath }}/ca.crt
listen_plaintext: {{ printf "127.0.0.1:%d" (int .Values.ports.inside) | quote }}
{{- end }}
plaintext_on_loopback: true
log:
  level: {{ .Values.log.level }}
{{- with .Values.limits }}
limits:
  {{- range $key, $value := . }}
  {{ $key }}: {{ int64 $value }}
  {{- end }}
{{- end }}
{{- end -}}
