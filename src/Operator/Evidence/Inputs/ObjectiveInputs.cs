namespace Operator.Evidence.Inputs;

/// <summary>What decides the question for one objective. Its name does not: a renamed objective keeps its evidence.</summary>
internal sealed record ObjectiveInputs
{
    public required string Source { get; init; }

    public required double Objective { get; init; }

    public required string Window { get; init; }

    /// <summary>Where a month begins; null for other windows.</summary>
    public string? TimeZone { get; init; }

    public required string Method { get; init; }

    public required double SliceSeconds { get; init; }

    public required double SliceTarget { get; init; }

    /// <summary>The queries, by the field of the spec that holds each.</summary>
    public required SortedDictionary<string, string> Queries { get; init; }

    /// <summary>The incident's beginning; null while it is not known.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The incident's end, or the evaluation time while it is ongoing.</summary>
    public DateTimeOffset? To { get; init; }
}
