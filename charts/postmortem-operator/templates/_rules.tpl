{{/* What the operator may do where it watches. It never writes a PostMortem's spec, and it reads no Secrets. As in config/rbac/role.yaml. */}}
{{- define "postmortem-operator.rules" -}}
- apiGroups: [postmortem.dev]
  resources: [postmortems]
  verbs: [get, list, watch{{ if (.Values.git | default dict).allowDeletion }}, patch{{ end }}]
- apiGroups: [postmortem.dev]
  resources: [postmortems/status]
  verbs: [patch]
# No request uses it: OpenShift asks for it where an object's owner blocks on it.
- apiGroups: [postmortem.dev]
  resources: [postmortems/finalizers]
  verbs: [update]
- apiGroups: [""]
  resources: [configmaps]
  # An apply is a patch; on a name that is free it also needs create.
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}

{{/* The subject of every binding. */}}
{{- define "postmortem-operator.subjects" -}}
- kind: ServiceAccount
  name: {{ include "postmortem-operator.serviceAccountName" . | quote }}
  namespace: {{ include "postmortem-operator.namespace" . | quote }}
{{- end -}}
