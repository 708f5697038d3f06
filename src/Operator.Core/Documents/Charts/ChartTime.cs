using System.Globalization;

namespace Operator.Core.Documents.Charts;

/// <summary>A time axis: which moment stands where.</summary>
internal sealed class ChartTime
{
    public const double Left = 58;
    public const double Right = 744;

    private readonly int _step;

    /// <summary>An axis over a stretch.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end, later than the beginning.</param>
    /// <param name="mostTicks">How many times it names at most.</param>
    /// <param name="clock">Whose times are round.</param>
    public ChartTime(DateTimeOffset from, DateTimeOffset to, int mostTicks, LocalClock clock)
    {
        (From, To) = (from, to);
        _step = ChartTicks.TimeStep(to - from, mostTicks);
        Ticks = ChartTicks.Times(from, to, _step, clock);
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public DateTimeOffset[] Ticks { get; }

    public double X(DateTimeOffset time) =>
        Left + ((Right - Left) * Math.Clamp((time - From).TotalSeconds / (To - From).TotalSeconds, 0, 1));

    public string Label(DateTimeOffset time, LocalClock clock)
    {
        var local = clock.Local(time);
        return _step >= 86400 || (local.TimeOfDay == TimeSpan.Zero && _step >= 60)
            ? local.ToString("MMM d", CultureInfo.InvariantCulture)
            : local.ToString(_step >= 60 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
