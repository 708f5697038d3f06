using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Counters;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>What is to be read for one objective.</summary>
internal sealed record SloQuestion
{
    /// <summary>Slices of one minute are what RatioTimeslices counts by, and what the chart shows.</summary>
    public const double MinuteSeconds = 60;

    public required SloSpec Slo { get; init; }

    /// <summary>How messages and purposes name it.</summary>
    public required string Field { get; init; }

    public required TimeRange Incident { get; init; }

    public required TimeRange Window { get; init; }

    public required double WindowSeconds { get; init; }

    public required double SliceSeconds { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The error ratio above which a slice is bad; in decimals, so that 99.9 gives 0.001 and not 0.0010000000000000009.</summary>
    public decimal BadAbove => (100m - (decimal)SloTerms.SliceTarget(Slo)) / 100m;

    /// <summary>The error ratio above which a slice is below the objective.</summary>
    public decimal BelowObjective => (100m - (decimal)Slo.Objective) / 100m;

    /// <summary>The window before the incident; empty when the incident began before the window did.</summary>
    public TimeRange Before => new(Window.Start < Incident.Start ? Window.Start : Incident.Start, Incident.Start);

    /// <summary>How long the last slice is that the incident's end cuts short; 0 when it cuts none.</summary>
    public double CutSeconds(double sliceSeconds) => Math.Round(Incident.Seconds % sliceSeconds, 3);

    public bool HasMinuteSlices => SliceSeconds is MinuteSeconds;

    /// <summary>The counters that its indicator is made of; null where it is made of anything else.</summary>
    public required CounterIndicator? Counters { get; init; }

    /// <summary>The key of the sums over the window.</summary>
    public string SumsKey => Sums.SumsKey.Of(Slo, SliceSeconds, Counters is not null);

    /// <summary>By how much its queries looked back, all of them equally far, as people wrote them; null where they did not.</summary>
    public TimeSpan? Offset { get; init; }

    /// <summary>Whether its queries look back, and not equally far.</summary>
    public bool OffsetsDiffer => new[] { Slo.Sli.Events?.ErrorQuery, Slo.Sli.Events?.TotalQuery, Slo.Sli.Raw?.ErrorRatioQuery }.OfType<string>().Any(OffsetText.IsIn);

    /// <summary>Over how many seconds the values of its queries were computed; null where they are about what is asked.</summary>
    public double? RangeSeconds { get; init; }

    /// <summary>How far the values of its queries lag behind what they tell, in seconds.</summary>
    public double LagSeconds => RecordedRange.LagOf(RangeSeconds);

    /// <summary>Why its queries cannot tell what happened in the incident; null when they can.</summary>
    public EvidenceProblem? RangeTooLong => RangeSeconds is { } range && RecordedRange.IsTooLong(range, Incident.Seconds, Incident.End >= Now) ? SloProblems.RangeTooLong(this, range) : null;

    /// <summary>What is wanted of the sums over the window before the incident.</summary>
    public SumsRequest SumsRequest => new()
    {
        Range = Before,
        Judgement = new SliceJudgement(SliceSeconds, (double)BadAbove, Slo.Sli.Raw is not null && Counters is null),
        NeedsSlices = SloTerms.Method(Slo) != BudgetingMethod.Occurrences,
        ResolvedAt = Incident.End < Now ? Incident.End : null,
        Now = Now,
    };

    /// <summary>Where the series are looked at before anything is summed up: over the window, unless all that lies before the incident is known.</summary>
    public TimeRange SurveyRange(KeptSums known) => SumsRequest.IsKnown(known, Slo.Sli.Raw is null) ? new TimeRange(Chart.Start, Incident.End) : Window;

    /// <summary>How far beyond the incident the chart reaches.</summary>
    public TimeSpan ChartMargin
    {
        get
        {
            var quarter = TimeSpan.FromSeconds(Math.Round(Incident.Seconds / 4 / MinuteSeconds) * MinuteSeconds);
            return quarter < TimeSpan.FromMinutes(5) ? TimeSpan.FromMinutes(5) : quarter > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : quarter;
        }
    }

    /// <summary>The incident with the chart's margins, not beyond now.</summary>
    public TimeRange Chart
    {
        get
        {
            var end = Incident.End + ChartMargin;
            return new TimeRange(Incident.Start - ChartMargin, end < Now ? end : Now > Incident.End ? Now : Incident.End);
        }
    }

    /// <summary>An answer without any figure yet.</summary>
    public SloEvidence Empty(SliKind kind) => new() { Name = Slo.Name, Kind = kind, Window = Window, WindowSeconds = WindowSeconds, LagSeconds = LagSeconds > 0 ? LagSeconds : null };
}
