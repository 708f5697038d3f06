namespace Operator.Evidence.Sums;

/// <summary>What tells where counters fall by a hair, and what the server counts too much then.</summary>
internal sealed record FallTerms
{
    /// <summary>All that a counter had when it fell, where the server takes that for a restart; empty where it does not.</summary>
    public IReadOnlyList<SumTerm> Falls { get; init; } = [];

    /// <summary>By how much counters fell, where the server takes that for no restart, so that its sums do not show it; empty where they do.</summary>
    public IReadOnlyList<SumTerm> Descents { get; init; } = [];

    /// <summary>What a counter grew by until it was back at its former height.</summary>
    public required IReadOnlyList<SumTerm> WaysBack { get; init; }

    /// <summary>How often counters fell at all, restarts included.</summary>
    public IReadOnlyList<SumTerm> Resets { get; init; } = [];

    /// <summary>Whether they tell only where counters fell, because nobody knows what a query makes of that: the steps around tell how much it counted too much.</summary>
    public bool AreSigns { get; init; }

    /// <summary>Those of the errors alone.</summary>
    public FallTerms OfErrors() => this with { Falls = [.. Falls.Take(1)], Descents = [.. Descents.Take(1)], WaysBack = [.. WaysBack.Take(1)], Resets = [.. Resets.Take(1)] };

    /// <summary>Those of values that lag behind.</summary>
    /// <param name="seconds">How far.</param>
    public FallTerms Lagging(double seconds)
    {
        return this with { Falls = Late(Falls), Descents = Late(Descents), WaysBack = Late(WaysBack), Resets = Late(Resets) };

        IReadOnlyList<SumTerm> Late(IReadOnlyList<SumTerm> terms) => [.. terms.Select(t => t with { LagSeconds = seconds })];
    }
}
