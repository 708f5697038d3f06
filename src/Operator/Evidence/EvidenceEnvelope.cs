using System.Text.Json;

namespace Operator.Evidence;

/// <summary>What stands around evidence in its file, and where in the file the evidence stands.</summary>
/// <param name="Kind">What the file says that it is.</param>
/// <param name="Version">The version of the form.</param>
/// <param name="Digest">What the digest of the evidence must be.</param>
/// <param name="Evidence">The bytes of the evidence.</param>
internal readonly record struct EvidenceEnvelope(string? Kind, int Version, string? Digest, Range Evidence)
{
    /// <summary>Reads the envelope and ignores the evidence.</summary>
    /// <exception cref="JsonException">It is not a JSON object with these members.</exception>
    public static EvidenceEnvelope Read(ReadOnlySpan<byte> json)
    {
        var envelope = new EvidenceEnvelope(null, 0, null, default);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is expected.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            envelope = name switch
            {
                "kind" => envelope with { Kind = reader.GetString() },
                "version" => envelope with { Version = reader.GetInt32() },
                "digest" => envelope with { Digest = reader.GetString() },
                _ => envelope,
            };
            reader.Skip();
            envelope = name == "evidence" ? envelope with { Evidence = start..(int)reader.BytesConsumed } : envelope;
        }

        // Whatever follows the object is not JSON.
        reader.Read();
        return envelope;
    }
}
