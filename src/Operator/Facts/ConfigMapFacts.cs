using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Api;

namespace Operator.Facts;

/// <summary>What the program remembers of every ConfigMap of its own, from its metadata alone.</summary>
internal sealed record ConfigMapFacts
{
    /// <summary>The record of a document at rest, as text; null without one.</summary>
    public string? Rest { get; init; }

    /// <summary>The keys whose values we wrote last, sorted and separated by spaces.</summary>
    public string Keys { get; init; } = "";

    /// <summary>Whether somebody else wrote a value last, or the same value too.</summary>
    public bool IsEdited { get; init; }

    /// <summary>The facts of an object of which we are a field manager.</summary>
    /// <param name="json">The object, or its metadata.</param>
    /// <param name="manager">Our name as a field manager.</param>
    public static ConfigMapFacts? Read(JsonElement json, string manager)
    {
        try
        {
            var metadata = json.Deserialize(FactsJsonContext.Default.ObservedConfigMap)?.Metadata ?? new();
            var keys = new List<string>();
            var isEdited = false;
            foreach (var entry in metadata.ManagedFields ?? [])
            {
                var values = ((string[])["f:data", "f:binaryData"]).SelectMany(f => entry.FieldsV1?[f] is JsonObject map ? map.Select(v => v.Key) : []).Where(k => k != ".").ToList();
                if (entry.Manager == manager && entry.Operation == "Apply")
                {
                    keys.AddRange(values.Select(k => k["f:".Length..]));
                }
                else
                {
                    isEdited |= values.Count > 0;
                }
            }

            return new ConfigMapFacts { Rest = metadata.Annotations?.GetValueOrDefault(PostMortemAnnotations.Rest), Keys = KeysText(keys), IsEdited = isEdited };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keys as they are compared.</summary>
    public static string KeysText(IEnumerable<string> keys) => string.Join(' ', keys.Order(StringComparer.Ordinal));
}

internal sealed record ObservedConfigMap
{
    public ObservedOwnership? Metadata { get; init; }
}

internal sealed record ObservedOwnership
{
    public Dictionary<string, string?>? Annotations { get; init; }

    public List<ObservedManager>? ManagedFields { get; init; }
}

internal sealed record ObservedManager
{
    public string? Manager { get; init; }

    public string? Operation { get; init; }

    public JsonObject? FieldsV1 { get; init; }
}
