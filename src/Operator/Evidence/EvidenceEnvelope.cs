using System.Text.Json;

namespace Operator.Evidence;

/// <summary>The saved form: what it is, and a digest that tells whether it is still what was saved.</summary>
internal sealed record EvidenceEnvelope
{
    public const string ExpectedKind = "IncidentEvidence";

    public required string Kind { get; init; }

    public required int Version { get; init; }

    public required string Digest { get; init; }

    public required JsonElement Evidence { get; init; }
}
