using System.Text.Json;

namespace Operator.Facts;

/// <summary>
/// Says on the ConfigMap of a document that nothing is to be done until something changes or a time comes. After a restart the list of
/// ConfigMaps tells so, and neither the resource nor the ConfigMap is read.
/// </summary>
internal sealed record RestRecord
{
    /// <summary>Generation of the resource that the document was made of.</summary>
    public long Generation { get; init; }

    /// <summary>Digest of the document.</summary>
    public string Document { get; init; } = "";

    /// <summary>What made the document beside the resource and its evidence: version of the program's rendering, template, settings.</summary>
    public string Rendering { get; init; } = "";

    /// <summary>The keys of the ConfigMap, sorted and separated by spaces.</summary>
    public string Keys { get; init; } = "";

    /// <summary>When time alone will make a difference; null for never.</summary>
    public DateTimeOffset? NextLook { get; init; }

    /// <summary>Reads a record; null of what is none.</summary>
    public static RestRecord? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, FactsJsonContext.Default.RestRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The record as an annotation.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, FactsJsonContext.Default.RestRecord);
}
