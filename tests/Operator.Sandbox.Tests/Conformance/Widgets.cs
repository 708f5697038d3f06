namespace Operator.Sandbox.Tests.Conformance;

/// <summary>A resource that uses every feature of schemas.</summary>
internal static class Widgets
{
    public const string Crd = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.testing.postmortem.dev"},
        "spec":{"group":"testing.postmortem.dev","scope":"Namespaced",
        "names":{"plural":"widgets","kind":"Widget","shortNames":["wd"],"categories":["toys"]},
        "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
        "additionalPrinterColumns":[
          {"name":"Size","type":"integer","jsonPath":".spec.size"},
          {"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"},
          {"name":"Since","type":"date","jsonPath":".spec.from","priority":1},
          {"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],
        "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{
          "spec":{"type":"object","required":["title"],
            "x-kubernetes-validations":[
              {"rule":"!has(self.from) || !has(self.to) || self.from <= self.to","message":"to must not be before from"},
              {"rule":"!has(oldSelf.fixed) || (has(self.fixed) && self.fixed == oldSelf.fixed)","message":"fixed is immutable"}],
            "properties":{
              "title":{"type":"string","minLength":1,"maxLength":20,"description":"What it is called."},
              "size":{"type":"integer","minimum":1,"maximum":100,"default":7},
              "color":{"type":"string","enum":["red","green"]},
              "code":{"type":"string","pattern":"^[a-z]+$"},
              "fixed":{"type":"string","maxLength":10},
              "note":{"type":"string","nullable":true},
              "from":{"type":"string","format":"date-time"},
              "to":{"type":"string","format":"date-time"},
              "port":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]},
              "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
              "tags":{"type":"array","maxItems":3,"x-kubernetes-list-type":"set","items":{"type":"string","maxLength":10}},
              "parts":{"type":"array","maxItems":10,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
                "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"count":{"type":"integer","default":1},"owner":{"type":"string"}}}},
              "labels":{"type":"object","additionalProperties":{"type":"string"}}}},
          "status":{"type":"object","properties":{
            "phase":{"type":"string"},
            "observedGeneration":{"type":"integer","format":"int64"},
            "conditions":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["type"],
              "items":{"type":"object","required":["type","status"],"properties":{"type":{"type":"string"},"status":{"type":"string"}}}}}}}}}}]}}
        """;
}
