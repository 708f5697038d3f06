namespace Operator.Core.Documents.Model;

/// <summary>One duration and its two endpoints.</summary>
public sealed record DurationModel
{
    /// <summary>Such as TimeToDetect.</summary>
    public required string Name { get; init; }

    /// <summary>Such as "Time to detect".</summary>
    public required string Label { get; init; }

    /// <summary>Recorded, Pending, NotApplicable or Invalid.</summary>
    public required string State { get; init; }

    /// <summary>The state in words: "not known".</summary>
    public required string StateText { get; init; }

    /// <summary>Such as "2m 15s"; null unless Recorded.</summary>
    public string? Value { get; init; }

    /// <summary>The beginning in words, such as "the alert firing".</summary>
    public required string From { get; init; }

    public required string To { get; init; }

    public string? Message { get; init; }
}
