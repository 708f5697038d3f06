{{/* Where the files of a source are mounted. */}}
{{- define "postmortem-operator.sourceFolder" -}}
/etc/postmortem-operator/sources/{{ .name | default "default" }}
{{- end -}}

{{/* A source as the operator reads it: Secrets and ConfigMaps have become the paths of their mounted files. */}}
{{- define "postmortem-operator.source" -}}
{{- $folder := include "postmortem-operator.sourceFolder" . -}}
{{- $source := omit . "bearerTokenSecret" "basicAuth" "tls" -}}
{{- if .bearerTokenSecret -}}
{{- $_ := set $source "bearerTokenFile" (printf "%s/token" $folder) -}}
{{- end -}}
{{- with .basicAuth -}}
{{- $auth := omit . "passwordSecret" -}}
{{- if .passwordSecret -}}
{{- $_ := set $auth "passwordFile" (printf "%s/password" $folder) -}}
{{- end -}}
{{- $_ := set $source "basicAuth" $auth -}}
{{- end -}}
{{- with .tls -}}
{{- $tls := omit . "caSecret" "caConfigMap" "certSecret" -}}
{{- if or .caSecret .caConfigMap -}}
{{- $_ := set $tls "caFile" (printf "%s/ca.crt" $folder) -}}
{{- end -}}
{{- if .certSecret -}}
{{- $_ := set $tls "certFile" (printf "%s/tls.crt" $folder) -}}
{{- $_ := set $tls "keyFile" (printf "%s/tls.key" $folder) -}}
{{- end -}}
{{- $_ := set $source "tls" $tls -}}
{{- end -}}
{{- toJson $source -}}
{{- end -}}

{{/* What a source mounts, as sources of a projected volume; empty if nothing. */}}
{{- define "postmortem-operator.sourceFiles" -}}
{{- with .bearerTokenSecret }}
- secret: {name: {{ .name | quote }}, items: [{key: {{ .key | quote }}, path: token}]}
{{- end }}
{{- with (.basicAuth | default dict).passwordSecret }}
- secret: {name: {{ .name | quote }}, items: [{key: {{ .key | quote }}, path: password}]}
{{- end }}
{{- $tls := .tls | default dict }}
{{- with $tls.caSecret }}
- secret: {name: {{ .name | quote }}, items: [{key: {{ .key | quote }}, path: ca.crt}]}
{{- end }}
{{- with $tls.caConfigMap }}
- configMap: {name: {{ .name | quote }}, items: [{key: {{ .key | quote }}, path: ca.crt}]}
{{- end }}
{{- with $tls.certSecret }}
- secret: {name: {{ .name | quote }}, items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]}
{{- end }}
{{- end -}}

{{/* The ConfigMap that has the templates; empty if there are none. */}}
{{- define "postmortem-operator.templatesConfigMap" -}}
{{- if .Values.templatesConfigMap -}}
{{- .Values.templatesConfigMap -}}
{{- else if .Values.templates -}}
{{- include "postmortem-operator.suffixed" (list . "templates") -}}
{{- end -}}
{{- end -}}

{{/* The namespaces to work in, each once; the release's own may be among them. */}}
{{- define "postmortem-operator.watchNamespaces" -}}
{{- .Values.watchNamespaces | default list | uniq | sortAlpha | toJson -}}
{{- end -}}

{{/* The operator's configuration file. JSON, so that no large number is written with an exponent. */}}
{{- define "postmortem-operator.config" -}}
{{- $sources := list -}}
{{- range (.Values.prometheus | default dict).sources -}}
{{- $sources = append $sources (include "postmortem-operator.source" . | fromJson) -}}
{{- end -}}
{{- $api := .Values.kubeApi | default dict -}}
{{- $run := dict "namespaces" (include "postmortem-operator.watchNamespaces" . | fromJsonArray) -}}
{{- $_ := set $run "leaderElection" (hasKey (.Values.leaderElection | default dict) "enabled" | ternary (.Values.leaderElection | default dict).enabled true) -}}
{{- $_ := set $run "leaseNamespace" (include "postmortem-operator.namespace" .) -}}
{{- $_ := set $run "leaseName" (include "postmortem-operator.fullname" .) -}}
{{- range $key, $value := dict "workers" .Values.workers "resyncPeriod" .Values.resyncPeriod "logFormat" .Values.logFormat "logLevel" .Values.logLevel "kubeApiQps" $api.qps "kubeApiBurst" $api.burst -}}
{{- if $value -}}
{{- $_ := set $run $key $value -}}
{{- end -}}
{{- end -}}
{{- with .Values.metrics -}}
{{- if .enabled -}}
{{- $metrics := dict "address" (printf ":%v" (.port | default 8080)) "perIncident" (hasKey . "perIncident" | ternary .perIncident true) "requireToken" (.requireToken | default false) -}}
{{- if .tlsSecret -}}
{{- $_ := set $metrics "certFile" "/etc/postmortem-operator/metrics/tls.crt" -}}
{{- $_ := set $metrics "keyFile" "/etc/postmortem-operator/metrics/tls.key" -}}
{{- end -}}
{{- $_ := set $run "metrics" $metrics -}}
{{- end -}}
{{- end -}}
{{- $config := dict "prometheus" (dict "sources" $sources) "run" $run -}}
{{- with .Values.clusterName -}}
{{- $_ := set $config "clusterName" . -}}
{{- end -}}
{{- $repositories := list -}}
{{- range (.Values.git | default dict).repositories -}}
{{- $repositories = append $repositories (include "postmortem-operator.gitRepository" . | fromJson) -}}
{{- end -}}
{{- $adopted := (.Values.git | default dict).adoptClusters | default list -}}
{{- if or $repositories $adopted -}}
{{- $_ := set $config "git" (dict "repositories" $repositories "adoptClusters" $adopted) -}}
{{- end -}}
{{- if include "postmortem-operator.templatesConfigMap" . -}}
{{- $_ := set $config "templates" (dict "directory" "/etc/postmortem-operator/templates") -}}
{{- end -}}
{{- $config = mergeOverwrite $config (deepCopy (.Values.config | default dict)) -}}
{{- include "postmortem-operator.checkGit" (list . $config) -}}
{{- toPrettyJson $config -}}
{{- end -}}
