using Operator.Core.Evidence;

namespace Operator.Core.Incidents;

/// <summary>A run of samples in one state, first not after last.</summary>
internal sealed record AlertRun(DateTimeOffset First, DateTimeOffset Last, AlertRunState State)
{
    public bool Firing => State == AlertRunState.Firing;

    public bool Pending => State == AlertRunState.Pending;

    /// <summary>Every run of a series.</summary>
    public static IEnumerable<AlertRun> Of(AlertSeries series) =>
        From(series.Pending, AlertRunState.Pending)
            .Concat(From(series.Firing, AlertRunState.Firing))
            .Concat(From(series.Recovering, AlertRunState.Recovering))
            .Concat(From(series.NoData, AlertRunState.NoData))
            .Concat(From(series.Failed, AlertRunState.Failed));

    public static int Compare(AlertRun a, AlertRun b) =>
        a.First.CompareTo(b.First) is var first and not 0 ? first
        : a.Last.CompareTo(b.Last) is var last and not 0 ? last
        : a.State - b.State;

    private static IEnumerable<AlertRun> From(IReadOnlyList<SampleRun>? runs, AlertRunState state) =>
        (runs ?? []).Select(run => new AlertRun(Instants.Min(run.First, run.Last), Instants.Max(run.First, run.Last), state));
}
