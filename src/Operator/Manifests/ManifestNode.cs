using System.Globalization;

namespace Operator.Manifests;

/// <summary>A value of a manifest and where it stands. Aliased values are shared, not copied.</summary>
internal sealed record ManifestNode
{
    /// <summary>What it is.</summary>
    public required ManifestNodeKind Kind { get; init; }

    /// <summary>The line on which it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>A scalar as it is written, or the text of a string.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether a scalar stands without quotes, so that YAML decides what it is.</summary>
    public bool Plain { get; init; }

    /// <summary>The value of a number.</summary>
    public double Number { get; init; }

    /// <summary>The fields of an object, in order.</summary>
    public IReadOnlyList<ManifestField> Fields { get; init; } = [];

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<ManifestNode> Items { get; init; } = [];

    /// <summary>How many values it is when aliases are written out.</summary>
    public int Size { get; init; } = 1;

    /// <summary>How deep it is nested within itself; a scalar is 1.</summary>
    public int Height { get; init; } = 1;

    /// <summary>The value of a field; null when it is not there or null, which the API server treats alike.</summary>
    /// <param name="key">The field's name.</param>
    public ManifestNode? this[string key]
    {
        get
        {
            foreach (var field in Fields)
            {
                if (string.Equals(field.Key, key, StringComparison.Ordinal))
                {
                    return field.Value.Kind == ManifestNodeKind.Null ? null : field.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether a number has no fraction.</summary>
    public bool IsInteger => Kind == ManifestNodeKind.Number && Math.Floor(Number).Equals(Number) && !double.IsInfinity(Number);

    /// <summary>Whether it is true; false for everything that is not a boolean.</summary>
    public bool IsTrue => Kind == ManifestNodeKind.Boolean && YamlScalars.IsTrue(Text);

    /// <summary>The text of a string; null for everything else.</summary>
    public string? String => Kind == ManifestNodeKind.String ? Text : null;

    /// <summary>What it is, for a message that must not show its text.</summary>
    public string KindDescription => Kind switch
    {
        ManifestNodeKind.Null => "null",
        ManifestNodeKind.Boolean => "a boolean",
        ManifestNodeKind.Number => "a number",
        ManifestNodeKind.String => "a string",
        ManifestNodeKind.List => "a list",
        _ => "an object",
    };

    /// <summary>What it is, for a message.</summary>
    public string Description => Kind switch
    {
        ManifestNodeKind.Boolean or ManifestNodeKind.Number =>
            string.Create(CultureInfo.InvariantCulture, $"the {(Kind == ManifestNodeKind.Boolean ? "boolean" : "number")} {Quote.Short(Text)}"),
        ManifestNodeKind.String => $"the string {Quote.Text(Text)}",
        _ => KindDescription,
    };
}
