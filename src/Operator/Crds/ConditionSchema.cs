using System.Text.Json.Nodes;

namespace Operator.Crds;

/// <summary>The schema of a condition, with the bounds that Kubernetes itself sets on metav1.Condition.</summary>
internal static class ConditionSchema
{
    private const string TypePattern =
        @"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$";

    private const string ReasonPattern = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$";

    /// <summary>A new copy of the schema.</summary>
    public static JsonObject Create() => new()
    {
        ["description"] = "One aspect of the state.",
        ["type"] = "object",
        ["required"] = new JsonArray("type", "status", "reason", "message", "lastTransitionTime"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text("The aspect, in PascalCase, or a prefix, a slash and a name.", 316, TypePattern),
            ["status"] = new JsonObject
            {
                ["description"] = "Whether it is so.",
                ["type"] = "string",
                ["enum"] = new JsonArray("True", "False", "Unknown"),
            },
            ["reason"] = Text("Why, as one word for programs.", 1024, ReasonPattern, 1),
            ["message"] = Text("Why, for people.", 32768, null),
            ["lastTransitionTime"] = new JsonObject
            {
                ["description"] = "When the status last changed.",
                ["type"] = "string",
                ["format"] = "date-time",
            },
            ["observedGeneration"] = new JsonObject
            {
                ["description"] = "The generation of the spec that the condition is about.",
                ["type"] = "integer",
                ["format"] = "int64",
                ["minimum"] = 0,
            },
        },
    };

    private static JsonObject Text(string description, int maximum, string? pattern, int minimum = 0) => SchemaKeywords.Ordered(new()
    {
        ["description"] = description,
        ["type"] = "string",
        ["maxLength"] = maximum,
        ["minLength"] = minimum > 0 ? minimum : null,
        ["pattern"] = pattern,
    });
}
