using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>Where everything of a chart stands: the indicator, below it events per second, below them the budget.</summary>
internal sealed class ChartLayout
{
    public const double Width = 760;
    public const double Margin = 16;

    private const double HeadHeight = 106;
    private const double RowHeight = 17;
    private const double LabelHeight = 30;
    private const double TimesHeight = 26;

    public ChartLayout(IncidentReport report, SloReport slo, LocalClock clock)
    {
        Incident = report.Incident;
        var stretches = SliStretches.Of(slo.Series, p => p.Value is { } v && double.IsFinite(v)).ToList();
        var (from, to) = Span(report, slo, stretches);
        Times = new ChartTime(from, to, 9, clock);
        Markers = ChartFlags.Arrange(report, clock, Times);
        Level = LevelScale(slo, HeadHeight + (ChartFlags.Rows(Markers) * RowHeight) + 8, out var step);
        LevelStep = step;
        Lines = ChartStep.Lines(stretches.Select(s => new ChartStep(Times.X(s.Range.Start), Times.X(s.Range.End), Level.Y(s.Point.Value!.Value * 100))));
        Gaps = GapsOf(stretches);
        Step = SliStretches.UsualDistance(slo.Series);
        var bottom = Level.Bottom;
        if (slo.Rates.Count > 0)
        {
            Total = RateScale(bottom + LabelHeight, slo.Rates, r => r.Total);
            Errors = RateScale(Total.Bottom + LabelHeight, slo.Rates, r => r.Errors);
            bottom = Errors.Bottom;
        }

        TimesY = bottom;
        bottom += TimesHeight;
        if (slo.BudgetLeft is [var first, .., var last] && last.At > first.At)
        {
            Window = new ChartTime(first.At, last.At, 8, clock);
            Budget = BudgetScale(bottom + LabelHeight, slo.BudgetLeft);
            bottom = Budget.Bottom + TimesHeight;
        }

        Height = bottom + 8;
    }

    public double Height { get; }

    public TimeRange? Incident { get; }

    /// <summary>The time axis of indicator and events.</summary>
    public ChartTime Times { get; }

    /// <summary>Where the times of <see cref="Times"/> are named.</summary>
    public double TimesY { get; }

    public IReadOnlyList<ChartMarker> Markers { get; }

    /// <summary>The indicator in percent.</summary>
    public ChartScale Level { get; }

    public double LevelStep { get; }

    /// <summary>The indicator's line, in pieces without a gap.</summary>
    public IReadOnlyList<IReadOnlyList<ChartStep>> Lines { get; }

    /// <summary>The length of a usual stretch of the line; null where nothing tells it.</summary>
    public TimeSpan? Step { get; }

    /// <summary>Stretches without data.</summary>
    public IReadOnlyList<TimeRange> Gaps { get; }

    /// <summary>All events per second; null where they are not known.</summary>
    public ChartScale? Total { get; }

    /// <summary>Failed events per second; null where they are not known.</summary>
    public ChartScale? Errors { get; }

    /// <summary>The time axis of the budget; null where it is not known.</summary>
    public ChartTime? Window { get; }

    /// <summary>The budget left in percent; null where it is not known.</summary>
    public ChartScale? Budget { get; }

    public double FlagY(ChartMarker marker) => Level.Top - 10 - (marker.Row * RowHeight);

    private static (DateTimeOffset From, DateTimeOffset To) Span(IncidentReport report, SloReport slo, List<(TimeRange Range, SliPoint Point)> stretches)
    {
        var (from, to) = (slo.Series[0].At, slo.Series[^1].At);
        from = stretches.Count > 0 ? Instants.Min(from, stretches[0].Range.Start) : from;
        if (report.Incident is { } incident)
        {
            (from, to) = (Instants.Min(from, incident.Start), Instants.Max(to, incident.End));
        }

        return to > from ? (from, to) : (from.AddMinutes(-1), to.AddMinutes(1));
    }

    private static ChartScale LevelScale(SloReport slo, double top, out double step)
    {
        var lowest = slo.Objective;
        foreach (var point in slo.Series)
        {
            lowest = point.Value is { } value && double.IsFinite(value) ? Math.Min(lowest, Math.Clamp(value, 0, 1) * 100) : lowest;
        }

        var span = Math.Max(100 - lowest, 0.001) * 1.08;
        step = ChartTicks.ValueStep(span, 6);
        return new ChartScale(top, 190, Math.Max(0, 100 - (Math.Ceiling(span / step) * step)), 100);
    }

    private static ChartScale RateScale(double top, IReadOnlyList<EventRate> rates, Func<EventRate, double> rate)
    {
        var highest = 0.0;
        foreach (var one in rates)
        {
            highest = Math.Max(highest, rate(one));
        }

        highest = highest > 1e-6 ? highest : 1;
        var step = ChartTicks.ValueStep(highest, 2);
        return new ChartScale(top, 56, 0, Math.Ceiling((highest / step) - 1e-9) * step);
    }

    private static ChartScale BudgetScale(double top, IReadOnlyList<BudgetPoint> points)
    {
        var (lowest, highest) = (0.0, 100.0);
        foreach (var point in points)
        {
            (lowest, highest) = (Math.Min(lowest, point.RemainingPercent), Math.Max(highest, point.RemainingPercent));
        }

        return new ChartScale(top, 70, lowest, highest);
    }

    private static IReadOnlyList<TimeRange> GapsOf(List<(TimeRange Range, SliPoint Point)> stretches)
    {
        var gaps = new List<TimeRange>();
        for (var i = 1; i < stretches.Count; i++)
        {
            if (stretches[i].Range.Start > stretches[i - 1].Range.End)
            {
                gaps.Add(new TimeRange(stretches[i - 1].Range.End, stretches[i].Range.Start));
            }
        }

        return gaps;
    }
}
