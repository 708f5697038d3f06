namespace Operator.Core.Evidence;

/// <summary>One question that was asked.</summary>
public sealed record EvidenceQuery
{
    /// <summary>What it was for, such as "alerts/EmailServiceDown" or "slos/availability/errors".</summary>
    public required string Purpose { get; init; }

    /// <summary>The PromQL expression.</summary>
    public required string Expression { get; init; }

    /// <summary>The evaluation time, or the end of a range.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The beginning of a range; null for an instant query.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The step of a range in seconds; null for an instant query.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>What came back in a few words, such as "2 series, 216 samples" or a value; null when nothing did, and in evidence that does not tell. Optional since version 2.</summary>
    public string? Result { get; init; }
}
