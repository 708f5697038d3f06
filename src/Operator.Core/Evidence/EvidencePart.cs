namespace Operator.Core.Evidence;

/// <summary>
/// One question of a spec and what became of it: all alerts, one objective, or one query of the impact. Each part is collected,
/// kept and frozen by itself. The answer itself stands in <see cref="IncidentEvidence"/>, under the part's name.
/// </summary>
public sealed record EvidencePart
{
    /// <summary>A name of <see cref="EvidencePartNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 ("sha256:" and hex) over what was asked; another digest means another question.</summary>
    public required string Inputs { get; init; }

    /// <summary>When the answer was read.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>Whether the answer is final, so that it is not asked for again.</summary>
    public bool Frozen { get; init; }

    /// <summary>The objective whose count is the answer, because a query of the impact adds up its counters; null where the server was asked. Optional since version 2.</summary>
    public string? Objective { get; init; }

    /// <summary>Why the answer, or a piece of it, is missing. Those of an objective stand in <see cref="SloEvidence.Problems"/>.</summary>
    public IReadOnlyList<EvidenceProblem> Problems { get; set; } = [];

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<EvidenceQuery> Queries { get; set; } = [];

    /// <summary>Warnings of the server and of the reader.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];
}
