namespace Operator.Evidence.Sums;

/// <summary>How one indicator is summed up. What reads it knows nothing of kinds of indicators.</summary>
internal sealed record IndicatorSums
{
    /// <summary>The name of the term of failed events, or of the ratio.</summary>
    public const string Errors = "errors";

    /// <summary>The name of the term of all events.</summary>
    public const string Total = "total";

    /// <summary>Errors and total, or the ratio alone.</summary>
    public required IReadOnlyList<SumTerm> Terms { get; init; }

    /// <summary>What the server counts too much where counters fall by a hair; null where it does not.</summary>
    public FallTerms? Falls { get; init; }

    /// <summary>Whether steps hold more than was counted in them, because the server's rates begin at the sample before the range: they tell shares of the whole alone.</summary>
    public bool StepsOverlap { get; init; }

    /// <summary>What may be left out of what is counted at once, so that steps are the better count; null where nothing is.</summary>
    public GoneSeries? Gone { get; init; }

    /// <summary>Expressions that count the events of the last so many seconds at once, by figure: errors, total, and first for first values among the errors. Null when there are no counts, or sums over steps are the counts.</summary>
    public Func<double, IReadOnlyDictionary<string, string>>? Counts { get; init; }

    /// <summary>By what the figures of <see cref="Counts"/> over so many seconds are multiplied.</summary>
    public Func<double, double> CountFactor { get; init; } = _ => 1;

    /// <summary>Whether the indicator counts events.</summary>
    public bool HasCounts { get; init; } = true;

    /// <summary>Whether queries of events give counts; null where that is no question.</summary>
    public bool? GivesCounts { get; init; }

    /// <summary>Whether no series of errors means that nothing failed; otherwise nothing is known there.</summary>
    public bool ErrorsMayBeAbsent { get; init; } = true;

    /// <summary>Whether samples are close enough together for slices.</summary>
    public bool MaySlice { get; init; } = true;

    /// <summary>Whether the terms are a ratio alone.</summary>
    public bool IsRatio => Terms.Count == 1;
}
