using Operator.Api;

namespace Operator.Core.Contradictions;

/// <summary>A fact that two sources tell differently, by more than both may be off.</summary>
public sealed record Contradiction
{
    /// <summary>What both tell.</summary>
    public required ContradictedFact Fact { get; init; }

    /// <summary>The source that figures rest on.</summary>
    public required Telling First { get; init; }

    /// <summary>The source that tells something else.</summary>
    public required Telling Second { get; init; }

    /// <summary>By how much the two may differ without contradicting each other: both sources' own uncertainties together, seconds between times, events between counts.</summary>
    public double Uncertainty => First.Uncertainty + Second.Uncertainty;

    /// <summary>By how much they differ, in the same unit; null where one of them tells no value.</summary>
    public double? Difference =>
        First.Time is { } a && Second.Time is { } b ? Math.Abs((a - b).TotalSeconds)
        : First.Count is { } m && Second.Count is { } n ? Math.Abs(m - n)
        : null;

    /// <summary>The contradiction of two sources; null where their difference is within what both may be off, or one of them knows nothing.</summary>
    internal static Contradiction? Between(ContradictedFact fact, Telling? first, Telling? second)
    {
        if (first is null || second is null)
        {
            return null;
        }

        var found = new Contradiction { Fact = fact, First = first, Second = second };
        return found.Difference is { } difference && difference <= found.Uncertainty ? null : found;
    }
}
