using System.Globalization;
using Operator.Api.Json;
using Operator.Core;
using Operator.Crds;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>Compares values with a structural schema and reports every difference that the API server would refuse.</summary>
/// <param name="report">Takes a problem: line, path, message.</param>
internal sealed class SchemaValidator(Action<int, string, string> report)
{
    /// <summary>Validates a value and everything in it.</summary>
    /// <param name="node">The value, not null.</param>
    /// <param name="schema">What it must be.</param>
    /// <param name="path">Its path.</param>
    public void Validate(ManifestNode node, StructuralSchema schema, string path)
    {
        if (TypeProblem(node, schema, path) is { } problem)
        {
            report(node.Line, path, problem);
            return;
        }

        switch (schema.Type)
        {
            case "object":
                ValidateObject(node, schema, path);
                break;
            case "array":
                ValidateList(node, schema, path);
                break;
            case "string":
                ValidateText(node, schema, path);
                break;
            case "integer" or "number":
                ValidateNumber(node, schema, path);
                break;
        }
    }

    private static string? TypeProblem(ManifestNode node, StructuralSchema schema, string path)
    {
        var (fits, expected) = schema.Type switch
        {
            "object" => (node.Kind == ManifestNodeKind.Object, schema.AdditionalProperties is null ? "an object with fields" : "an object of names and values"),
            "array" => (node.Kind == ManifestNodeKind.List, "a list"),
            "string" => (node.Kind == ManifestNodeKind.String, "a string"),
            "boolean" => (node.Kind == ManifestNodeKind.Boolean, "true or false"),
            "integer" => (node.IsInteger, "a whole number"),
            _ => (node.Kind == ManifestNodeKind.Number, "a number"),
        };
        if (fits)
        {
            return null;
        }

        // Where fields were wanted and a text was given, it may be the credential itself.
        var isSecret = schema.Type is "object" || SecretNames.IsIn(path);
        var hint = schema.Type switch
        {
            "string" when isSecret && node is { Plain: true, Kind: ManifestNodeKind.Boolean or ManifestNodeKind.Number } => "; write it in quotes",
            "string" when node is { Plain: true, Kind: ManifestNodeKind.Boolean or ManifestNodeKind.Number } =>
                $"; YAML reads {Quote.Short(node.Text)} as a {(node.Kind == ManifestNodeKind.Boolean ? "boolean" : "number")}: write \"{Quote.Short(node.Text)}\" in quotes",
            "boolean" or "integer" or "number" when node is { Kind: ManifestNodeKind.String, Plain: false }
                && YamlScalars.Resolve(node.Text, out _) is ManifestNodeKind.Boolean or ManifestNodeKind.Number => "; remove the quotes",
            "array" when node.Kind != ManifestNodeKind.Null => "; write each item on a line of its own after \"- \"",
            _ => "",
        };
        return $"must be {expected}, not {(isSecret ? node.KindDescription : node.Description)}{hint}";
    }

    private void ValidateObject(ManifestNode node, StructuralSchema schema, string path)
    {
        foreach (var field in node.Fields)
        {
            var child = Join(path, field.Key);
            if (!schema.Properties.TryGetValue(field.Key, out var property) && (property = schema.AdditionalProperties) is null)
            {
                if (schema.Properties.Count > 0)
                {
                    report(field.Line, child, $"is not a known field{NearestName.Hint(field.Key, [.. schema.Properties.Keys])}");
                }
            }
            else if (field.Value.Kind != ManifestNodeKind.Null)
            {
                Validate(field.Value, property, child);
            }
        }

        foreach (var name in schema.Required.Where(r => node[r] is null))
        {
            var (line, what) = node.Fields.FirstOrDefault(f => string.Equals(f.Key, name, StringComparison.Ordinal)) is { } empty
                ? (empty.Line, "is empty but required")
                : (node.Line, "is missing but required");
            report(line, Join(path, name), $"{what}: {Expected(schema.Properties[name])}");
        }

        if (schema.AdditionalProperties is not null && node.Fields.Count > schema.MaxProperties)
        {
            report(node.Line, path, $"has {Number(node.Fields.Count)} entries; at most {Number(schema.MaxProperties.Value)} are allowed");
        }

        ValidateRules(node, schema, path);
    }

    private void ValidateList(ManifestNode node, StructuralSchema schema, string path)
    {
        if (node.Items.Count < schema.MinItems || node.Items.Count > schema.MaxItems)
        {
            var allowed = node.Items.Count < schema.MinItems ? $"at least {Number(schema.MinItems)}" : $"at most {Number(schema.MaxItems!.Value)}";
            report(node.Line, path, $"has {Number(node.Items.Count)} items; it must have {allowed}");
        }

        var first = new Dictionary<string, ManifestNode>(StringComparer.Ordinal);
        for (var index = 0; index < node.Items.Count; index++)
        {
            var item = node.Items[index];
            var child = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            Validate(item, schema.Items!, child);
            if (Identity(item, schema) is { } identity && !first.TryAdd(identity, item))
            {
                var key = schema.MapKeys.Count > 0 ? schema.MapKeys[0] + " " : "";
                report(item.Line, child, $"{key}{Quote.Text(identity)} is there already, on line {Number(first[identity].Line)}; each must be unique");
            }
        }

        ValidateRules(node, schema, path);
    }

    private void ValidateRules(ManifestNode node, StructuralSchema schema, string path)
    {
        foreach (var (_, message) in schema.Rules.Where(r => !CelCounterparts.Holds(r.Rule, node)))
        {
            report(node.Line, path, message);
        }
    }

    private static string? Identity(ManifestNode item, StructuralSchema schema) => schema.ListType switch
    {
        "map" => item[schema.MapKeys[0]]?.String,
        "set" => item.String,
        _ => null,
    };

    private void ValidateText(ManifestNode node, StructuralSchema schema, string path)
    {
        var text = node.Text;
        if (schema.Enum.Count > 0 && !schema.Enum.Contains(text, StringComparer.Ordinal))
        {
            report(node.Line, path, $"{Shown(node, path)} is not one of {string.Join(", ", schema.Enum)}{Guess(text, schema.Enum)}");
        }
        else if (FormatProblem(text, schema.Format) is { } problem)
        {
            report(node.Line, path, problem);
        }
        else if (Length(text) is var length && (length < schema.MinLength || length > schema.MaxLength))
        {
            report(node.Line, path, length == 0
                ? "must not be empty"
                : $"has {Number(length)} characters; it must have {(length < schema.MinLength ? $"at least {Number(schema.MinLength)}" : $"at most {Number(schema.MaxLength!.Value)}")}");
        }
        else if (!schema.Matches(text))
        {
            report(node.Line, path, $"{Shown(node, path)} does not have the right form: {PatternHints.For(schema.Pattern!)}");
        }
    }

    private static string Shown(ManifestNode node, string path) => SecretNames.IsIn(path) ? "the value" : Quote.Text(node.Text);

    private static string? FormatProblem(string text, string? format) => format switch
    {
        "date-time" when !Rfc3339.TryParse(text, out _) => $"{Quote.Text(text)} is not an RFC 3339 time such as 2025-12-14T07:05:00Z or 2025-12-14T10:05:00+03:00",
        "date" when !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            $"{Quote.Text(text)} is not a day such as 2025-12-21",
        _ => null,
    };

    private void ValidateNumber(ManifestNode node, StructuralSchema schema, string path)
    {
        var low = node.Number < schema.Minimum || (schema.ExclusiveMinimum && node.Number <= schema.Minimum);
        var high = node.Number > schema.Maximum || (schema.ExclusiveMaximum && node.Number >= schema.Maximum);
        if (low || high)
        {
            var bound = low
                ? $"{(schema.ExclusiveMinimum ? "greater than" : "at least")} {Number(schema.Minimum!.Value)}"
                : $"{(schema.ExclusiveMaximum ? "less than" : "at most")} {Number(schema.Maximum!.Value)}";
            report(node.Line, path, $"{(SecretNames.IsIn(path) ? "" : $"is {Quote.Short(node.Text)}; it ")}must be {bound}");
        }
    }

    // The list is there already; of several names that are equally near, none is a guess worth making.
    private static string Guess(string text, IReadOnlyList<string> names) =>
        NearestName.Of(text, names) is { } name && NearestName.Of(text, [.. names.Where(n => !string.Equals(n, name, StringComparison.Ordinal))]) is null ? $"; did you mean {name}?" : "";

    private static string Expected(StructuralSchema schema) => schema switch
    {
        { Enum.Count: > 0 } => $"one of {string.Join(", ", schema.Enum)}",
        { Format: "date-time" } => "a time such as 2025-12-14T07:05:00Z",
        { Type: "object" } => $"an object with {string.Join(", ", schema.Required.Count > 0 ? schema.Required : [.. schema.Properties.Keys])}",
        { Type: "array" } => "a list",
        { Type: "string" } => "text",
        _ => "a number",
    };

    private static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
