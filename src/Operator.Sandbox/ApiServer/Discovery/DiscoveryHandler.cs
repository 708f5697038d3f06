using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Resources;

namespace Operator.Sandbox.ApiServer.Discovery;

/// <summary>What is served, group by group, in the plain and in the aggregated form.</summary>
internal sealed class DiscoveryHandler(ResourceRegistry registry)
{
    private const string AggregatedGroup = "g=apidiscovery.k8s.io";

    /// <summary>Answers a discovery path; null when it is none.</summary>
    public JsonObject? Find(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/').Split('/');
        var aggregated = http.Request.Headers.Accept.ToString().Contains(AggregatedGroup, StringComparison.Ordinal);
        return path switch
        {
            ["version"] => Version(),
            ["api"] when aggregated => Aggregated(http, g => g.Length == 0),
            ["apis"] when aggregated => Aggregated(http, g => g.Length > 0),
            ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
            ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Select(Group)]) },
            ["apis", var group] => Groups().Contains(group, StringComparer.Ordinal) ? With(Group(group), "APIGroup") : null,
            ["api", var version] => ResourceList("", version),
            ["apis", var group, var version] => ResourceList(group, version),
            _ => null,
        };
    }

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "32",
        ["gitVersion"] = "v1.32.0+sandbox",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2025-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "roslyn",
        ["platform"] = "dotnet",
    };

    private IEnumerable<string> Groups() =>
        registry.All.Select(r => r.Group).Concat(VirtualResources.All.Select(r => r.Group)).Where(g => g.Length > 0).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> Versions(string group) =>
        registry.All.Where(r => r.Group == group).Select(r => r.Version)
            .Concat(VirtualResources.All.Where(r => r.Group == group).Select(r => r.Version))
            .Distinct(StringComparer.Ordinal);

    private JsonObject Group(string group)
    {
        var versions = Versions(group).Select(v => new JsonObject { ["groupVersion"] = $"{group}/{v}", ["version"] = v }).ToList();
        return new JsonObject
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static JsonObject With(JsonObject group, string kind)
    {
        group.Insert(0, "kind", kind);
        group.Insert(1, "apiVersion", "v1");
        return group;
    }

    private JsonObject? ResourceList(string group, string version)
    {
        var resources = registry.All.Where(r => r.Group == group && r.Version == version).ToList();
        var virtuals = VirtualResources.All.Where(r => r.Group == group && r.Version == version).ToList();
        return resources.Count + virtuals.Count == 0
            ? null
            : new JsonObject
            {
                ["kind"] = "APIResourceList",
                ["apiVersion"] = "v1",
                ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
                ["resources"] = new JsonArray([.. resources.SelectMany(Plain), .. virtuals.Select(v => v.Plain())]),
            };
    }

    private static IEnumerable<JsonObject> Plain(ResourceDefinition resource)
    {
        var main = new JsonObject
        {
            ["name"] = resource.Plural,
            ["singularName"] = resource.Singular,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = Array(resource.Verbs),
        };
        AddNames(main, resource);
        yield return main;
        if (resource.HasStatus)
        {
            yield return new JsonObject
            {
                ["name"] = $"{resource.Plural}/status",
                ["singularName"] = "",
                ["namespaced"] = resource.Namespaced,
                ["kind"] = resource.Kind,
                ["verbs"] = new JsonArray("get", "patch", "update"),
            };
        }
    }

    private JsonObject Aggregated(HttpContext http, Func<string, bool> wanted)
    {
        var version = http.Request.Headers.Accept.ToString().Contains("v=v2;", StringComparison.Ordinal) ? "v2" : "v2beta1";
        http.Items[AggregatedContentType] = $"application/json;{AggregatedGroup};v={version};as=APIGroupDiscoveryList";
        var groups = Groups().Prepend("").Where(wanted).Select(group => new JsonObject
        {
            ["metadata"] = group.Length == 0 ? [] : new JsonObject { ["name"] = group },
            ["versions"] = new JsonArray([.. Versions(group).Select(v => AggregatedVersion(group, v))]),
        });
        return new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups]),
        };
    }

    /// <summary>Key of <see cref="HttpContext.Items"/> under which a content type other than plain JSON is left.</summary>
    public const string AggregatedContentType = "discovery-content-type";

    private JsonObject AggregatedVersion(string group, string version) => new()
    {
        ["version"] = version,
        ["freshness"] = "Current",
        ["resources"] = new JsonArray(
        [
            .. registry.All.Where(r => r.Group == group && r.Version == version).Select(AggregatedResource),
            .. VirtualResources.All.Where(r => r.Group == group && r.Version == version).Select(v => v.Aggregated()),
        ]),
    };

    private static JsonObject AggregatedResource(ResourceDefinition resource)
    {
        var result = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = ResponseKind(resource),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = Array(resource.Verbs),
        };
        AddNames(result, resource);
        if (resource.HasStatus)
        {
            result["subresources"] = new JsonArray(new JsonObject
            {
                ["subresource"] = "status",
                ["responseKind"] = ResponseKind(resource),
                ["verbs"] = new JsonArray("get", "patch", "update"),
            });
        }

        return result;
    }

    private static JsonObject ResponseKind(ResourceDefinition r) => new() { ["group"] = r.Group, ["version"] = r.Version, ["kind"] = r.Kind };

    private static void AddNames(JsonObject target, ResourceDefinition resource)
    {
        if (resource.ShortNames.Count > 0)
        {
            target["shortNames"] = Array(resource.ShortNames);
        }

        if (resource.Categories.Count > 0)
        {
            target["categories"] = Array(resource.Categories);
        }
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
