using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Resources;

namespace Operator.Sandbox.ApiServer.Discovery;

/// <summary>OpenAPI documents, made from the schemas, as far as kubectl explain, validation and apply read them.</summary>
internal sealed class OpenApiHandler(ResourceRegistry registry)
{
    private const string MetaName = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private static readonly string[] PatchTypes = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

    public JsonObject? Find(string path) => path.Trim('/').Split('/') switch
    {
        ["openapi", "v2"] => Version2(),
        ["openapi", "v3"] => Index(),
        ["openapi", "v3", "api", var version] => Version3("", version),
        ["openapi", "v3", "apis", var group, var version] => Version3(group, version),
        _ => null,
    };

    private JsonObject Index()
    {
        var paths = registry.All
            .Select(r => r.Group.Length == 0 ? $"api/{r.Version}" : $"apis/{r.ApiVersion}")
            .Distinct(StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p, (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{p}" }));
        return new JsonObject { ["paths"] = new JsonObject(paths) };
    }

    private JsonObject? Version3(string group, string version)
    {
        var resources = registry.All.Where(r => r.Group == group && r.Version == version).ToList();
        if (resources.Count == 0)
        {
            return null;
        }

        var schemas = new JsonObject { [MetaName] = BuiltInSchemas.ObjectMeta.Source.Copy() };
        var paths = new JsonObject();
        foreach (var resource in resources)
        {
            var name = SchemaName(resource);
            schemas[name] = Schema(resource, "#/components/schemas/");
            AddPaths(paths, resource, name);
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private JsonObject Version2()
    {
        var definitions = new JsonObject { [MetaName] = BuiltInSchemas.ObjectMeta.Source.Copy() };
        foreach (var resource in registry.All)
        {
            definitions[SchemaName(resource)] = Schema(resource, "#/definitions/");
        }

        return new JsonObject { ["swagger"] = "2.0", ["info"] = Info(), ["paths"] = new JsonObject(), ["definitions"] = definitions };
    }

    private static JsonObject Schema(ResourceDefinition resource, string referencePrefix)
    {
        var schema = Inlined(resource.Schema.Source);
        schema["type"] = "object";
        var given = schema.ObjectAt("properties") ?? [];
        var properties = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "APIVersion defines the versioned schema of this representation of an object." },
            ["kind"] = new JsonObject { ["type"] = "string", ["description"] = "Kind is a string value representing the REST resource this object represents." },
            ["metadata"] = new JsonObject
            {
                ["description"] = "Standard object's metadata.",
                ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = referencePrefix + MetaName }),
                ["default"] = new JsonObject(),
            },
        };
        foreach (var (name, property) in given)
        {
            if (!properties.ContainsKey(name))
            {
                properties[name] = property?.DeepClone();
            }
        }

        schema["properties"] = properties;
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(resource));
        return schema;
    }

    private static JsonObject Inlined(JsonObject source)
    {
        // The built-in schemas refer to each other; a document of its own cannot.
        var copy = source.Copy();
        Replace(copy);
        return copy;

        static void Replace(JsonNode? node)
        {
            if (node is JsonObject o)
            {
                foreach (var (name, child) in o.ToList())
                {
                    if ((child as JsonObject).TextAt("$ref") is { } reference && reference.StartsWith("#/definitions/", StringComparison.Ordinal))
                    {
                        o[name] = BuiltInSchemas.Named(reference["#/definitions/".Length..]).Source.DeepClone();
                    }

                    Replace(o[name]);
                }
            }
        }
    }

    private static void AddPaths(JsonObject paths, ResourceDefinition resource, string schemaName)
    {
        var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.ApiVersion}";
        var scope = resource.Namespaced ? "/namespaces/{namespace}" : "";
        var collection = $"{root}{scope}/{resource.Plural}";
        paths[collection] = new JsonObject
        {
            ["get"] = Operation(resource, "list", schemaName),
            ["post"] = Operation(resource, "post", schemaName),
        };
        var item = new JsonObject
        {
            ["get"] = Operation(resource, "get", schemaName),
            ["put"] = Operation(resource, "put", schemaName),
            ["patch"] = Operation(resource, "patch", schemaName),
            ["delete"] = Operation(resource, "delete", schemaName),
        };
        paths[$"{collection}/{{name}}"] = item;
        if (resource.HasStatus)
        {
            paths[$"{collection}/{{name}}/status"] = item.DeepClone();
        }
    }

    private static JsonObject Operation(ResourceDefinition resource, string action, string schemaName)
    {
        var content = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schemaName}" } };
        var operation = new JsonObject
        {
            ["operationId"] = $"{action}{resource.Kind}{resource.Version}",
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = Gvk(resource),
            ["parameters"] = new JsonArray(Parameter("dryRun"), Parameter("fieldManager"), Parameter("fieldValidation"), Parameter("force")),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = content } },
            },
        };
        if (action is "patch")
        {
            var types = resource.IsCustom ? PatchTypes : PatchTypes.Append("application/strategic-merge-patch+json");
            operation["requestBody"] = new JsonObject
            {
                ["content"] = new JsonObject(types.Select(t => KeyValuePair.Create(t, (JsonNode?)new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } }))),
            };
        }

        return operation;
    }

    private static JsonObject Parameter(string name) =>
        new() { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } };

    private static JsonObject Gvk(ResourceDefinition r) => new() { ["group"] = r.Group, ["version"] = r.Version, ["kind"] = r.Kind };

    private static string SchemaName(ResourceDefinition r) =>
        r.IsCustom
            ? $"{string.Join('.', r.Group.Split('.').Reverse())}.{r.Version}.{r.Kind}"
            : $"io.k8s.api.{(r.Group.Length == 0 ? "core" : r.Group.Split('.')[0])}.{r.Version}.{r.Kind}";

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = "v1.32.0+sandbox" };
}
