namespace Operator.Core.Sums;

/// <summary>How many slices of a step can be bad, when only the step's sums are known.</summary>
/// <param name="Least">At least so many.</param>
/// <param name="Most">At most so many.</param>
internal readonly record struct BadSlices(int Least, int Most)
{
    // How much traffic differs from slice to slice beyond what neighbouring steps and chance tell.
    private const double Unevenness = 1.1;
    private const double Deviations = 3;

    // A ratio that is known only as a mean over the step: its slices may weigh this much more or less than on average.
    private const double RatioUnevenness = 1.5;
    private const double Tolerance = 1e-9;

    /// <summary>Whether the slices have to be looked at to know.</summary>
    public bool AreUncertain => Least != Most;

    /// <summary>Judges a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="before">The step before it, if it is known.</param>
    /// <param name="after">The step after it, if it is known.</param>
    /// <param name="slices">How many slices it has.</param>
    /// <param name="budgetRatio">A slice with a higher error ratio is bad.</param>
    /// <param name="isRatio">Whether the sums are ratios and not events.</param>
    public static BadSlices Of(SumStep step, SumStep? before, SumStep? after, int slices, double budgetRatio, bool isRatio)
    {
        if (step.Ratio is not { } ratio || ratio <= Tolerance)
        {
            return default;
        }

        if (slices <= 1)
        {
            return ratio > budgetRatio + Tolerance ? new BadSlices(1, 1) : default;
        }

        var (errors, total) = (Math.Min(step.Errors ?? 0, step.Total!.Value), step.Total.Value);
        var (few, many) = PerSlice(step, before, after, slices, isRatio);

        // A good slice has at least a share of 1 - budgetRatio of its events good, and a bad one at most all of them bad.
        var byGood = few > 0 && budgetRatio < 1 ? slices - Math.Floor((total - errors) / ((1 - budgetRatio) * few) + Tolerance) : 0;
        var byErrors = Math.Ceiling(((errors - (budgetRatio * total)) / many) - Tolerance);
        var most = few > 0 ? Math.Min(slices, Math.Floor((errors / (budgetRatio * few)) + Tolerance)) : slices;
        if (!isRatio)
        {
            // Events are whole.
            most = Math.Min(most, Math.Ceiling(errors - 0.01));
        }

        var least = Math.Clamp(Math.Max(byGood, byErrors), 0, slices);
        return new BadSlices((int)least, (int)Math.Clamp(Math.Max(most, least), 0, slices));
    }

    /// <summary>Between how many and how many events a slice of the step has.</summary>
    private static (double Few, double Many) PerSlice(SumStep step, SumStep? before, SumStep? after, int slices, bool isRatio)
    {
        var mean = step.Total!.Value / slices;
        if (isRatio)
        {
            return (mean / RatioUnevenness, mean * RatioUnevenness);
        }

        var (low, high) = (mean, mean);
        foreach (var neighbour in (ReadOnlySpan<SumStep?>)[before, after])
        {
            if (neighbour is { Total: { } total } other)
            {
                var perSlice = total / slices * step.Seconds / other.Seconds;
                (low, high) = (Math.Min(low, perSlice), Math.Max(high, perSlice));
            }
        }

        return (Math.Max(0, (low / Unevenness) - (Deviations * Math.Sqrt(low))), (high * Unevenness) + (Deviations * Math.Sqrt(high)));
    }
}
