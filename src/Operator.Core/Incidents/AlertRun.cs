using Operator.Core.Evidence;

namespace Operator.Core.Incidents;

/// <summary>A run of samples in one state, first not after last.</summary>
internal readonly record struct AlertRun(DateTimeOffset First, DateTimeOffset Last, bool Firing)
{
    public static AlertRun From(SampleRun run, bool firing) =>
        new(Instants.Min(run.First, run.Last), Instants.Max(run.First, run.Last), firing);
}
