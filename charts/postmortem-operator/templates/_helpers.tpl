{{/* The chart's name, or its alias. */}}
{{- define "postmortem-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* What objects are called, in full length. */}}
{{- define "postmortem-operator.longName" -}}
{{- $name := include "postmortem-operator.name" . | lower | replace "_" "-" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name -}}
{{- end -}}
{{- end -}}

{{/* A name of at most 63 characters: what is cut off lives on in a digest, so that two long names stay two. Takes a list of name and suffix. */}}
{{- define "postmortem-operator.fit" -}}
{{- $whole := join "" . -}}
{{- if le (len $whole) 63 -}}
{{- $whole -}}
{{- else -}}
{{- printf "%s-%s%s" (first . | trunc (sub 54 (len (last .)) | int) | trimSuffix "-") (sha256sum $whole | trunc 8) (last .) -}}
{{- end -}}
{{- end -}}

{{- define "postmortem-operator.fullname" -}}
{{- include "postmortem-operator.fit" (list (include "postmortem-operator.longName" .) "") -}}
{{- end -}}

{{/* The name of an object beside the Deployment. Takes a list of context and suffix. */}}
{{- define "postmortem-operator.suffixed" -}}
{{- include "postmortem-operator.fit" (list (include "postmortem-operator.longName" (first .)) (printf "-%s" (last .))) -}}
{{- end -}}

{{/* The name of the Service. Alone among the objects it must begin with a letter, and releases may begin with a digit. */}}
{{- define "postmortem-operator.serviceName" -}}
{{- $name := include "postmortem-operator.longName" . -}}
{{- include "postmortem-operator.fit" (list (regexMatch "^[0-9]" $name | ternary (printf "pm-%s" $name) $name) "-metrics") -}}
{{- end -}}

{{/*
The name of an object without a namespace. Release and namespace joined by a dash could be those of another pair (db in pg-prod, db-pg in prod),
so their digest is part of it. Takes a list of context and suffix.
*/}}
{{- define "postmortem-operator.clusterWide" -}}
{{- $context := first . -}}
{{- $name := include "postmortem-operator.longName" $context -}}
{{- $owner := printf "%s/%s" (include "postmortem-operator.namespace" $context) $name | sha256sum | trunc 8 -}}
{{- include "postmortem-operator.fit" (list $name (join "-" (compact (list "" $owner (last .))) | printf "-%s")) -}}
{{- end -}}

{{- define "postmortem-operator.namespace" -}}
{{- default .Release.Namespace .Values.namespace -}}
{{- end -}}

{{- define "postmortem-operator.serviceAccountName" -}}
{{- $account := .Values.serviceAccount | default dict -}}
{{- if or $account.create (kindIs "invalid" $account.create) -}}
{{- default (include "postmortem-operator.fullname" .) $account.name -}}
{{- else -}}
{{- default "default" $account.name -}}
{{- end -}}
{{- end -}}

{{/* What identifies the pods. It never changes, since a Deployment's selector cannot. */}}
{{- define "postmortem-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "postmortem-operator.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{/*
Takes nulls out of a map or a list. Helm itself does so only where a default has the key: the others would reach Kubernetes, which reads a null
quantity as 0. What is empty without them stays: an empty selector means everything, and none at all means nothing.
*/}}
{{- define "postmortem-operator.prune" -}}
{{- $value := . -}}
{{- if kindIs "map" . -}}
{{- range $key, $field := . -}}
{{- include "postmortem-operator.prune" $field -}}
{{- if kindIs "invalid" $field -}}
{{- $_ := unset $value $key -}}
{{- end -}}
{{- end -}}
{{- else if kindIs "slice" . -}}
{{- range . -}}
{{- include "postmortem-operator.prune" . -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What the values say in the terms of Kubernetes, as YAML without nulls; empty if that is nothing. */}}
{{- define "postmortem-operator.yaml" -}}
{{- $copy := deepCopy (dict "value" .) -}}
{{- include "postmortem-operator.prune" $copy -}}
{{- with $copy.value -}}
{{- toYaml . -}}
{{- end -}}
{{- end -}}

{{/* Maps as one, without nulls. Takes a list of them; where two have a key, the first one wins, so that no key comes twice. */}}
{{- define "postmortem-operator.merged" -}}
{{- $merged := dict -}}
{{- range . -}}
{{- range $key, $value := . | default dict -}}
{{- if not (or (hasKey $merged $key) (kindIs "invalid" $value)) -}}
{{- $_ := set $merged $key $value -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml $merged -}}
{{- end -}}

{{/* What a selector for the operator's pods names. */}}
{{- define "postmortem-operator.podSelector" -}}
{{- $component := dict "app.kubernetes.io/component" "operator" -}}
{{- include "postmortem-operator.merged" (list (include "postmortem-operator.selectorLabels" . | fromYaml) $component) -}}
{{- end -}}

{{- define "postmortem-operator.labels" -}}
{{- $own := include "postmortem-operator.selectorLabels" . | fromYaml -}}
{{- $_ := set $own "app.kubernetes.io/version" .Chart.AppVersion -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" .Release.Service -}}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-") -}}
{{- include "postmortem-operator.merged" (list $own (.Values.global | default dict).commonLabels) -}}
{{- end -}}

{{- define "postmortem-operator.image" -}}
{{- $image := .Values.image | default dict -}}
{{- $name := join "/" (compact (list $image.registry $image.repository)) -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $name $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (default .Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{/* Both the chart's own pull secrets and those that it shares, once each. */}}
{{- define "postmortem-operator.imagePullSecrets" -}}
{{- $names := list -}}
{{- range concat (.Values.imagePullSecrets | default list) ((.Values.global | default dict).imagePullSecrets | default list) -}}
{{- $names = append $names (kindIs "string" . | ternary . (kindIs "map" . | ternary . dict).name) -}}
{{- end -}}
{{- range uniq $names }}
- name: {{ . | quote }}
{{- end -}}
{{- end -}}

{{/* What the pods of the operator and of its test have in common. */}}
{{- define "postmortem-operator.podSpec" -}}
enableServiceLinks: {{ .Values.enableServiceLinks | default false }}
{{- with include "postmortem-operator.imagePullSecrets" . }}
imagePullSecrets:
{{- . }}
{{- end }}
{{- with .Values.priorityClassName | default (.Values.global | default dict).priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.podDnsPolicy }}
dnsPolicy: {{ . | quote }}
{{- end }}
{{- range $key, $value := dict "dnsConfig" .Values.podDnsConfig "securityContext" .Values.securityContext "nodeSelector" .Values.nodeSelector "tolerations" .Values.tolerations }}
{{- with include "postmortem-operator.yaml" $value }}
{{ $key }}:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}
