namespace Operator.Core.Evidence;

/// <summary>
/// What was summed up before an incident that is still ongoing, so that the next collection asks only for what is new. Objectives with
/// the same selectors and window share it.
/// </summary>
public sealed record KeptSums
{
    /// <summary>What was summed: a digest of the queries and the length of slices.</summary>
    public required string Key { get; init; }

    /// <summary>The events of the whole stretch; null when they are not known or the indicator has none.</summary>
    public WindowCounts? Counts { get; init; }

    /// <summary>Sums that together cover what is known, oldest first; they do not overlap.</summary>
    public IReadOnlyList<StepSums> Steps { get; set; } = [];

    /// <summary>The same in slices, for the steps in which a slice may be bad.</summary>
    public IReadOnlyList<StepSums> Slices { get; set; } = [];

    /// <summary>What <see cref="Counts"/> hold too much; null without any. The steps are without it.</summary>
    public IReadOnlyList<CounterFall>? Falls { get; init; }

    /// <summary>Whether the queries give counts (true) or rates (false); null where nobody asked.</summary>
    public bool? GivesCounts { get; init; }

    /// <summary>The events of the whole stretch without what was counted too much.</summary>
    public WindowCounts? TrueCounts()
    {
        if (Counts is not { } counts || Falls is not { } falls)
        {
            return Counts;
        }

        var (errors, total) = (counts.Counts.Errors, counts.Counts.Total);
        foreach (var fall in falls.Where(f => f.Range.Start < counts.Range.End && f.Range.End > counts.Range.Start))
        {
            (errors, total) = (errors - fall.Excess.Errors, total - fall.Excess.Total);
        }

        return counts with { Counts = new EventCounts(Math.Max(0, errors), Math.Max(0, total)) };
    }

    /// <summary>Without the steps that ended before a moment and are not needed to move the counts.</summary>
    /// <param name="start">The moment.</param>
    public KeptSums From(DateTimeOffset start)
    {
        var from = Counts is { } counts && counts.Range.Start < start ? counts.Range.Start : start;
        StepSums[] steps = [.. Steps.Select(s => s.From(from)).OfType<StepSums>()];

        // Slices are looked at in whole steps.
        return this with { Falls = Falls?.Where(f => f.Range.End > from).ToList() is { Count: > 0 } falls ? falls : null, Steps = steps, Slices = steps.Length == 0 ? [] : [.. Slices.Select(s => s.From(steps[0].Start)).OfType<StepSums>()] };
    }
}
