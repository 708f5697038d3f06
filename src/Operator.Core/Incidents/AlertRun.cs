using Operator.Core.Evidence;

namespace Operator.Core.Incidents;

/// <summary>A run of samples in one state, first not after last.</summary>
internal sealed record AlertRun(DateTimeOffset First, DateTimeOffset Last, bool Firing)
{
    public static AlertRun From(SampleRun run, bool firing) =>
        new(Instants.Min(run.First, run.Last), Instants.Max(run.First, run.Last), firing);

    public static int Compare(AlertRun a, AlertRun b) =>
        a.First.CompareTo(b.First) is var first and not 0 ? first
        : a.Last.CompareTo(b.Last) is var last and not 0 ? last
        : a.Firing.CompareTo(b.Firing);
}
