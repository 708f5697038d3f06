namespace Operator.Core.Documents.Model;

/// <summary>One question that was asked.</summary>
public sealed record EvidenceQueryModel
{
    public required string Purpose { get; init; }

    /// <summary>The PromQL expression as a code span.</summary>
    public required string Expression { get; init; }

    /// <summary>The evaluation time, or the range and its step, in UTC.</summary>
    public required string Time { get; init; }
}
