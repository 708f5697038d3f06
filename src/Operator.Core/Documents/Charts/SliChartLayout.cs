using System.Globalization;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>Where everything of a chart stands.</summary>
internal sealed class SliChartLayout
{
    public const double Width = 960;
    public const double Left = 64;
    public const double Right = 836;
    private const double PlotHeight = 240;
    private const double HeadHeight = 58;
    private const double RowHeight = 17;
    private const double FootHeight = 32;

    // The width of a bold character of 12 px on average; flags keep this much distance and more.
    private const double CharacterWidth = 6.9;

    private readonly double _lowest;
    private readonly double _highest = 100;
    private readonly int _timeStep;
    private readonly int _digits;

    public SliChartLayout(IncidentReport report, SloReport slo, LocalClock clock)
    {
        Incident = report.Incident;
        (From, To) = Span(report, slo);
        var lowest = slo.Objective;
        foreach (var point in slo.Series)
        {
            lowest = point.Value is { } value ? Math.Min(lowest, Math.Clamp(value, 0, 1) * 100) : lowest;
        }

        var span = Math.Max(100 - lowest, 0.001) * 1.08;
        var step = ChartTicks.ValueStep(span, 6);
        _lowest = Math.Max(0, 100 - (Math.Ceiling(span / step) * step));
        _digits = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step)));
        ValueTicks = Ticks(step);
        _timeStep = ChartTicks.TimeStep(To - From, 9);
        TimeTicks = ChartTicks.Times(From, To, _timeStep, clock);
        Markers = ChartFlags.Arrange(report, clock, X, CharacterWidth, From, To);
        Top = HeadHeight + (ChartFlags.Rows(Markers) * RowHeight) + 8;
        (Runs, Gaps) = Split(slo.Series);
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public TimeRange? Incident { get; }

    public double Top { get; }

    public double Bottom => Top + PlotHeight;

    public double Height => Bottom + FootHeight;

    public double[] ValueTicks { get; }

    public DateTimeOffset[] TimeTicks { get; }

    public IReadOnlyList<ChartMarker> Markers { get; }

    /// <summary>Stretches of points without a gap.</summary>
    public IReadOnlyList<IReadOnlyList<ChartPoint>> Runs { get; }

    /// <summary>Stretches without data.</summary>
    public IReadOnlyList<TimeRange> Gaps { get; }

    public double X(DateTimeOffset time) =>
        Left + ((Right - Left) * Math.Clamp((time - From).TotalSeconds / (To - From).TotalSeconds, 0, 1));

    public double Y(double percent) => Bottom - (PlotHeight * (Math.Clamp(percent, _lowest, _highest) - _lowest) / (_highest - _lowest));

    public double FlagY(ChartMarker marker) => Top - 10 - (marker.Row * RowHeight);

    public string ValueLabel(double value) => value.ToString("F" + _digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + "%";

    public string TimeLabel(DateTimeOffset time, LocalClock clock)
    {
        var local = clock.Local(time);
        return _timeStep >= 86400 || (local.TimeOfDay == TimeSpan.Zero && _timeStep >= 60)
            ? local.ToString("MMM d", CultureInfo.InvariantCulture)
            : local.ToString(_timeStep >= 60 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static (DateTimeOffset From, DateTimeOffset To) Span(IncidentReport report, SloReport slo)
    {
        var (from, to) = (slo.Series[0].At, slo.Series[^1].At);
        if (report.Incident is { } incident)
        {
            from = from < incident.Start ? from : incident.Start;
            to = to > incident.End ? to : incident.End;
        }

        return to > from ? (from, to) : (from.AddMinutes(-1), to.AddMinutes(1));
    }

    private (IReadOnlyList<IReadOnlyList<ChartPoint>> Runs, IReadOnlyList<TimeRange> Gaps) Split(IReadOnlyList<SliPoint> series)
    {
        var longest = TypicalDistance(series) * 2.5;
        var runs = new List<IReadOnlyList<ChartPoint>>();
        var gaps = new List<TimeRange>();
        var run = new List<ChartPoint>();
        DateTimeOffset? last = null;
        foreach (var point in series)
        {
            if (point.Value is not { } value || !double.IsFinite(value))
            {
                continue;
            }

            if (last is { } before && point.At - before > longest)
            {
                gaps.Add(new TimeRange(before, point.At));
                runs.Add(run);
                run = [];
            }

            run.Add(new ChartPoint(X(point.At), Y(value * 100)));
            last = point.At;
        }

        if (run.Count > 0)
        {
            runs.Add(run);
        }

        return (runs, gaps);
    }

    private static TimeSpan TypicalDistance(IReadOnlyList<SliPoint> series)
    {
        var distances = new long[series.Count];
        var count = 0;
        for (var i = 1; i < series.Count; i++)
        {
            var distance = (series[i].At - series[i - 1].At).Ticks;
            if (distance > 0)
            {
                // Nearly all are equal, so that each finds its place at the end.
                var place = count++;
                for (; place > 0 && distances[place - 1] > distance; place--)
                {
                    distances[place] = distances[place - 1];
                }

                distances[place] = distance;
            }
        }

        return count == 0 ? TimeSpan.FromMinutes(1) : TimeSpan.FromTicks(distances[count / 2]);
    }

    private double[] Ticks(double step)
    {
        var count = 0;
        while (count < 9 && 100 - (count * step) >= _lowest - (step / 1000))
        {
            count++;
        }

        var ticks = new double[count];
        for (var i = 0; i < count; i++)
        {
            ticks[i] = 100 - (i * step);
        }

        return ticks;
    }
}
