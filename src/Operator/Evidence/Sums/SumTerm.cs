using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>One thing that is summed up over steps, such as the errors of an indicator.</summary>
/// <param name="Name">How its values are found in an answer.</param>
/// <param name="Over">The expression that gives one number for the last so many seconds.</param>
internal sealed record SumTerm(string Name, Func<double, string> Over)
{
    /// <summary>How many series the server reads for each step.</summary>
    public double Series { get; init; } = 1;

    /// <summary>How many of them begin in a second.</summary>
    public double BirthsPerSecond { get; init; }

    /// <summary>The usual distance of samples in seconds.</summary>
    public double IntervalSeconds { get; init; } = 60;

    /// <summary>How far values lag behind what they tell, in seconds: they are asked for that much later.</summary>
    public double LagSeconds { get; init; }

    /// <summary>How many points the server holds at once when it answers.</summary>
    public double Points(StepGrid grid) => Math.Max(1, Series) * grid.Count;

    /// <summary>How many series there are in so many seconds.</summary>
    public double SeriesIn(double seconds) => Math.Max(1, Series) + (BirthsPerSecond * seconds);

    /// <summary>How many samples the server reads.</summary>
    public double Samples(StepGrid grid) => Math.Max(1, Series) * grid.Range.Seconds / IntervalSeconds;
}
