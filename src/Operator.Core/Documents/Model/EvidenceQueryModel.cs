namespace Operator.Core.Documents.Model;

/// <summary>One question that was asked.</summary>
public sealed record EvidenceQueryModel
{
    /// <summary>What it was for, in plain words.</summary>
    public required string Purpose { get; init; }

    /// <summary>The PromQL expression as a code span that may stand in a table; one that the operator made, and that is long, without its middle.</summary>
    public required string Expression { get; init; }

    /// <summary>The evaluation time, or the range and its step, in UTC.</summary>
    public required string Time { get; init; }

    /// <summary>What came back, in a few words; null in evidence that does not tell.</summary>
    public string? Result { get; init; }

    /// <summary>A link to the graph of the expression over that time; null without an address that readers can reach.</summary>
    public string? Graph { get; init; }
}
