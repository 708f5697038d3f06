{{/* What the operator's pod and that of its test mount. Nothing is mounted by subPath, so that what rotates is seen. */}}
{{- define "postmortem-operator.volumeMounts" -}}
- name: config
  mountPath: /etc/postmortem-operator/config
  readOnly: true
{{- if include "postmortem-operator.templatesConfigMap" . }}
- name: templates
  mountPath: /etc/postmortem-operator/templates
  readOnly: true
{{- end }}
{{- range $index, $source := (.Values.prometheus | default dict).sources }}
{{- if include "postmortem-operator.sourceFiles" $source }}
- name: source-{{ $index }}
  mountPath: {{ include "postmortem-operator.sourceFolder" $source }}
  readOnly: true
{{- end }}
{{- end }}
{{- with .Values.metrics }}
{{- if and .enabled .tlsSecret }}
- name: metrics
  mountPath: /etc/postmortem-operator/metrics
  readOnly: true
{{- end }}
{{- end }}
{{- range $index, $repository := (.Values.git | default dict).repositories }}
{{- if include "postmortem-operator.gitFiles" $repository }}
- name: git-{{ $index }}
  mountPath: {{ include "postmortem-operator.gitFolder" $repository }}
  readOnly: true
{{- end }}
{{- end }}
- name: tmp
  mountPath: /tmp
{{- end -}}

{{- define "postmortem-operator.volumes" -}}
- name: config
  configMap:
    name: {{ include "postmortem-operator.suffixed" (list . "config") | quote }}
{{- with include "postmortem-operator.templatesConfigMap" . }}
- name: templates
  configMap:
    name: {{ . | quote }}
{{- end }}
{{- range $index, $source := (.Values.prometheus | default dict).sources }}
{{- with include "postmortem-operator.sourceFiles" $source }}
- name: source-{{ $index }}
  projected:
    sources:
    {{- . | nindent 4 }}
{{- end }}
{{- end }}
{{- with .Values.metrics }}
{{- if and .enabled .tlsSecret }}
- name: metrics
  projected:
    sources:
    - secret: {name: {{ .tlsSecret | quote }}, items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]}
{{- end }}
{{- end }}
{{- range $index, $repository := (.Values.git | default dict).repositories }}
{{- with include "postmortem-operator.gitFiles" $repository }}
- name: git-{{ $index }}
  projected:
    sources:
    {{- . | nindent 4 }}
{{- end }}
{{- end }}
- name: tmp
  emptyDir: {{ if kindIs "invalid" .Values.tmpSizeLimit }}{}{{ else }}{sizeLimit: {{ .Values.tmpSizeLimit | default (include "postmortem-operator.storage" (list . 64)) | quote }}}{{ end }}
{{- end -}}
