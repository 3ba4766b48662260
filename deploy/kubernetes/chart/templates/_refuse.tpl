{{/*
What the schema cannot say: values that contradict one another, and a cluster that holds something else
than they say. Included by the StatefulSet, so that nothing at all is rendered half-way. `lookup` finds
nothing where no cluster is asked (helm template, --dry-run=client); those checks then pass.
*/}}
{{- define "lienthong.refuse" -}}
{{- $name := include "lienthong.fullname" . -}}
{{- $node := include "lienthong.node" . -}}
{{- if not .Values.unit -}}
{{- fail "unit: missing; the code of the office's unit, such as H44.100" -}}
{{- end -}}
{{- if not (regexMatch "^[a-z0-9-]{1,63}$" $node) -}}
{{- fail (printf "node: %q, made from the unit, is no name of 1 to 63 of a-z, 0-9 and -; give one" $node) -}}
{{- end -}}
{{- if and .Values.parent.root .Values.parent.address -}}
{{- fail (printf "parent: root is true, and address is %q; a root has no parent" .Values.parent.address) -}}
{{- end -}}
{{- if not (or .Values.parent.root .Values.parent.address) -}}
{{- fail "parent.address: missing; give the node above as HOST:PORT, or say parent.root: true" -}}
{{- end -}}
{{- if and (eq .Values.level "commune") .Values.parent.root -}}
{{- fail "parent.root: a commune has somebody above; give parent.address" -}}
{{- end -}}
{{- if and (eq .Values.level "nation") (not .Values.parent.root) -}}
{{- fail "parent.root: must be true where level is nation" -}}
{{- end -}}
{{- $host := regexReplaceAll ":[0-9]+$" .Values.parent.address "" -}}
{{- $own := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace) -}}
{{- if has $host $own -}}
{{- fail (printf "parent.address: %q is this node itself" .Values.parent.address) -}}
{{- end -}}
{{- if not .Values.tls.enabled -}}
  {{- if .Values.tls.certManager.enabled -}}
  {{- fail "tls.certManager.enabled: needs tls.enabled" -}}
  {{- end -}}
  {{- if and .Values.parent.address (not (has $host (list "127.0.0.1" "localhost" "[::1]"))) -}}
  {{- fail (printf "parent.address: %q needs tls.enabled; without TLS the node calls loopback only" .Values.parent.address) -}}
  {{- end -}}
{{- else if .Values.tls.certManager.enabled -}}
  {{- if not .Values.tls.certManager.issuer.name -}}
  {{- fail "tls.certManager.issuer.name: missing" -}}
  {{- end -}}
{{- else if not .Values.tls.secret -}}
{{- fail "tls.secret: missing; name a secret with tls.crt, tls.key and ca.crt, or enable tls.certManager" -}}
{{- end -}}
{{- if and .Values.tls.enabled .Values.parent.address (not .Values.parent.node) -}}
{{- fail "parent.node: missing; with TLS name the node above, which its certificate must name" -}}
{{- end -}}
{{- if and .Values.parent.node (eq .Values.parent.node $node) -}}
{{- fail (printf "parent.node: %q is this node itself" $node) -}}
{{- end -}}
{{- if and .Values.tls.certManager.enabled (not .Values.tls.tree) -}}
{{- fail "tls.tree: missing; the name of the tree, which every certificate in it carries" -}}
{{- end -}}
{{- if and .Values.backup.enabled (not .Values.backup.command) -}}
{{- fail "backup.command: missing; this version has no backup command of its own" -}}
{{- end -}}
{{- if and .Values.backup.enabled (not .Values.backup.claim) -}}
{{- fail "backup.claim: missing; an existing claim that outlives this release" -}}
{{- end -}}
{{- include "lienthong.refuseCluster" . -}}
{{- end -}}

{{- define "lienthong.refuseCluster" -}}
{{- if lookup "v1" "Namespace" "" .Release.Namespace -}}
{{- if and .Values.tls.enabled (not .Values.tls.certManager.enabled) -}}
  {{- $secret := lookup "v1" "Secret" .Release.Namespace .Values.tls.secret -}}
  {{- if not $secret -}}
  {{- fail (printf "tls.secret: there is no secret %q in namespace %q" .Values.tls.secret .Release.Namespace) -}}
  {{- end -}}
  {{- range $key := list "tls.crt" "tls.key" "ca.crt" -}}
    {{- if not (hasKey ($secret.data | default dict) $key) -}}
    {{- fail (printf "tls.secret: secret %q has no %s" $.Values.tls.secret $key) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $running := lookup "apps/v1" "StatefulSet" .Release.Namespace (include "lienthong.fullname" .) -}}
{{- if $running -}}
  {{- $said := $running.metadata.annotations | default dict -}}
  {{- $node := get $said "lienthong.vn/node" -}}
  {{- if and $node (ne $node (include "lienthong.node" .)) -}}
  {{- fail (printf "node: this release's volume belongs to node %q, not to %q; another office is another release" $node (include "lienthong.node" .)) -}}
  {{- end -}}
  {{- $format := get $said "lienthong.vn/storage-format" | default "0" | int -}}
  {{- if gt $format (index .Chart.Annotations "lienthong.vn/storage-format" | int) -}}
  {{- fail (printf "downgrade across a format change: the store may be in format %d, version %s reads up to %s; restore a backup of that time into a new release instead" $format .Chart.AppVersion (index .Chart.Annotations "lienthong.vn/storage-format")) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
