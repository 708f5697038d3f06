using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Operator.Core;
using Operator.Crds;

namespace Operator.Configuration;

/// <summary>
/// Settings in environment variables: POSTMORTEM__ and the path of the setting with two underscores between its parts, numbers for
/// items, such as POSTMORTEM__PROMETHEUS__SOURCES__0__URL. They win over the file.
/// </summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "POSTMORTEM__";

    /// <summary>The names of the variables that are meant for us, in the order of their parts: item 10 after item 9.</summary>
    public static IReadOnlyList<string> Find(IDictionary environment) =>
    [
        .. environment.Keys.OfType<string>()
            .Where(k => k.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(k => string.Join("__", k.Split("__").Select(p => p.All(char.IsAsciiDigit) ? p.PadLeft(10, '0') : p)), StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The variable that sets a field.</summary>
    /// <param name="path">The field, such as prometheus.sources[0].url.</param>
    public static string NameOf(string path) =>
        (Prefix + path.Replace("[", "__", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace(".", "__", StringComparison.Ordinal)).ToUpperInvariant();

    /// <summary>Sets one of them.</summary>
    /// <param name="root">The settings so far.</param>
    /// <param name="schema">What settings there are.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Apply(JsonObject root, StructuralSchema schema, string name, string value, List<string> problems)
    {
        JsonNode node = root;
        var parts = name[Prefix.Length..].Split("__");
        foreach (var (index, part) in parts.Index())
        {
            var (key, child) = Child(schema, part);
            if (child is null)
            {
                problems.Add($"environment variable {name}: {part} is not a setting here{NearestName.Hint(part, [.. schema.Properties.Keys])}");
                return;
            }

            if (index == parts.Length - 1)
            {
                if (Scalar(value, child) is { } scalar)
                {
                    Set(node, key, scalar, problems, name);
                }
                else
                {
                    problems.Add($"environment variable {name}: {Wanted(child, name)}");
                }

                return;
            }

            if (Get(node, key) is not { } next)
            {
                next = string.Equals(child.Type, "array", StringComparison.Ordinal) ? new JsonArray() : new JsonObject();
                Set(node, key, next, problems, name);
            }

            (node, schema) = (next, child);
        }
    }

    private static (string Key, StructuralSchema? Schema) Child(StructuralSchema schema, string part)
    {
        if (schema.Items is not null)
        {
            return int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? (part, schema.Items) : (part, null);
        }

        var property = schema.Properties.FirstOrDefault(p => string.Equals(p.Key, part, StringComparison.OrdinalIgnoreCase));
        return property.Key is null ? (part, schema.AdditionalProperties) : (property.Key, property.Value);
    }

    private static JsonNode? Get(JsonNode node, string key) => node switch
    {
        JsonArray items => items.ElementAtOrDefault(int.Parse(key, CultureInfo.InvariantCulture)),
        JsonObject fields => fields[key],
        _ => null,
    };

    private static void Set(JsonNode node, string key, JsonNode? value, List<string> problems, string name)
    {
        if (node is JsonObject fields)
        {
            fields[key] = value;
        }
        else if (node is JsonArray items && int.Parse(key, CultureInfo.InvariantCulture) is var index && index <= items.Count)
        {
            if (index == items.Count)
            {
                items.Add(value);
            }
            else
            {
                items[index] = value;
            }
        }
        else
        {
            problems.Add($"environment variable {name}: items must be numbered from 0 without gaps");
        }
    }

    /// <summary>The value; null when it is none of that type.</summary>
    private static JsonNode? Scalar(string value, StructuralSchema schema) => schema.Type switch
    {
        "boolean" => bool.TryParse(value, out var truth) ? truth : null,
        "integer" => long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        "number" => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        "array" or "object" => null,
        _ => schema.Enum.Count == 0 || schema.Enum.Contains(value, StringComparer.OrdinalIgnoreCase) ? value : null,
    };

    // The value is not shown: it may be a credential that stands in the wrong place.
    private static string Wanted(StructuralSchema schema, string name) => schema.Type switch
    {
        "boolean" => "must be true or false",
        "integer" => "must be a whole number",
        "number" => "must be a number",
        "array" => $"is a list; set its items one by one, the first by {name}__0",
        "object" => $"has fields; set these, such as {name}__{schema.Properties.Keys.FirstOrDefault("NAME").ToUpperInvariant()}",
        _ => $"must be one of {string.Join(", ", schema.Enum)}",
    };
}
