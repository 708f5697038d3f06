{{/* Where the files of a repository are mounted. */}}
{{- define "postmortem-operator.gitFolder" -}}
/etc/postmortem-operator/git/{{ .name }}
{{- end -}}

{{/* A repository as the operator reads it: Secrets and ConfigMaps have become the paths of their mounted files. */}}
{{- define "postmortem-operator.gitRepository" -}}
{{- $folder := include "postmortem-operator.gitFolder" . -}}
{{- $repository := omit . "auth" "caSecret" "caConfigMap" "signingKeySecret" -}}
{{- with .auth -}}
{{- $auth := omit . "passwordSecret" "bearerTokenSecret" "sshKeySecret" "knownHostsSecret" "knownHostsConfigMap" "privateKeySecret" -}}
{{- range $id := list "appId" "installationId" -}}
{{- with get $auth $id -}}
{{- $_ := set $auth $id (int64 .) -}}
{{- end -}}
{{- end -}}
{{- if .privateKeySecret -}}
{{- $_ := set $auth "privateKeyFile" (printf "%s/private-key.pem" $folder) -}}
{{- end -}}
{{- if .passwordSecret -}}
{{- $_ := set $auth "passwordFile" (printf "%s/password" $folder) -}}
{{- end -}}
{{- if .bearerTokenSecret -}}
{{- $_ := set $auth "bearerTokenFile" (printf "%s/token" $folder) -}}
{{- end -}}
{{- if .sshKeySecret -}}
{{- $_ := set $auth "sshKeyFile" (printf "%s/identity" $folder) -}}
{{- end -}}
{{- if or .knownHostsSecret .knownHostsConfigMap -}}
{{- $_ := set $auth "knownHostsFile" (printf "%s/known_hosts" $folder) -}}
{{- end -}}
{{- $_ := set $repository "auth" $auth -}}
{{- end -}}
{{- if or .caSecret .caConfigMap -}}
{{- $_ := set $repository "caFile" (printf "%s/ca.crt" $folder) -}}
{{- end -}}
{{- if .signingKeySecret -}}
{{- $_ := set $repository "signingKeyFile" (printf "%s/signing-key" $folder) -}}
{{- end -}}
{{- toJson $repository -}}
{{- end -}}

{{/* What a repository mounts, as sources of a projected volume; empty if nothing. */}}
{{- define "postmortem-operator.gitFiles" -}}
{{- $auth := .auth | default dict -}}
{{- $secrets := dict "password" $auth.passwordSecret "token" $auth.bearerTokenSecret "identity" $auth.sshKeySecret "private-key.pem" $auth.privateKeySecret "known_hosts" $auth.knownHostsSecret "ca.crt" .caSecret "signing-key" .signingKeySecret -}}
{{- range $path, $from := $secrets }}
{{- with $from }}
- secret: {name: {{ .name | quote }}, items: [{key: {{ .key | quote }}, path: {{ $path }}}]}
{{- end }}
{{- end }}
{{- range $path, $from := dict "known_hosts" $auth.knownHostsConfigMap "ca.crt" .caConfigMap }}
{{- with $from }}
- configMap: {name: {{ .name | quote }}, items: [{key: {{ .key | quote }}, path: {{ $path }}}]}
{{- end }}
{{- end }}
{{- end -}}

{{/* The names of the Secrets that the operator reads through the API. */}}
{{- define "postmortem-operator.gitSecretNames" -}}
{{- $names := list -}}
{{- range (.Values.git | default dict).repositories -}}
{{- with (.auth | default dict).secretName -}}
{{- $names = append $names . -}}
{{- end -}}
{{- end -}}
{{- $names | uniq | sortAlpha | toJson -}}
{{- end -}}

{{/* An amount of storage in MiB, and as much more for each repository as its copy may take. */}}
{{- define "postmortem-operator.storage" -}}
{{- $root := index . 0 -}}
{{- printf "%dMi" (add (index . 1) (mul 64 (len ((($root.Values.git | default dict).repositories) | default list)))) -}}
{{- end -}}

{{/*
What the container needs; empty if nothing. Storage follows the number of repositories unless the values say how much, or take requests or
limits back with null.
*/}}
{{- define "postmortem-operator.resources" -}}
{{- $resources := deepCopy (.Values.resources | default dict) -}}
{{- range $kind, $least := dict "requests" 64 "limits" 256 -}}
{{- $given := get $resources $kind -}}
{{- if and (kindIs "map" $given) (not (hasKey $given "ephemeral-storage")) -}}
{{- $_ := set $given "ephemeral-storage" (include "postmortem-operator.storage" (list $ $least)) -}}
{{- end -}}
{{- end -}}
{{- include "postmortem-operator.yaml" $resources -}}
{{- end -}}

{{/* Refuses repositories that the operator would refuse at its start, when the pod crashes and nobody looks. Takes a list of context and configuration. */}}
{{- define "postmortem-operator.checkGit" -}}
{{- $config := last . -}}
{{- $variables := "" -}}
{{- range (first .).Values.extraEnv -}}
{{- $variables = printf "%s %s" $variables (get . "name" | default "" | upper) -}}
{{- end -}}
{{- $repositories := ($config.git | default dict).repositories -}}
{{- if and $repositories (not $config.clusterName) (not (contains " POSTMORTEM__CLUSTERNAME" $variables)) -}}
{{- fail "clusterName: is needed with git.repositories, because published files say which cluster they come from; set a name that no other cluster has" -}}
{{- end -}}
{{- range $index, $repository := $repositories -}}
{{- $auth := $repository.auth | default dict -}}
{{- $hasKeys := or $auth.secretName (and $auth.sshKeyFile $auth.knownHostsFile) (contains " POSTMORTEM__GIT__" $variables) -}}
{{- if and (regexMatch "^(ssh://|[^/:]+@[^/:]+:)" ($repository.url | default "")) (not $hasKeys) -}}
{{- fail (printf "git.repositories[%d].auth: an ssh url needs sshKeySecret with knownHostsConfigMap or knownHostsSecret, or secretName" $index) -}}
{{- end -}}
{{- end -}}
{{- end -}}
