{{/* What the pods have in common that ask the node whether it is well. */}}
{{- define "lienthong.checkPod" -}}
restartPolicy: Never
serviceAccountName: default
automountServiceAccountToken: false
enableServiceLinks: false
securityContext: {{- include "lienthong.podSecurityContext" . | nindent 2 }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "lienthong.health" -}}
command: [lienthong, health, --service, ready, --node, "{{ include "lienthong.fullname" . }}:{{ .Values.ports.health }}", --timeout, "{{ .Values.preUpgrade.timeoutSeconds }}"]
{{- end -}}
