using Operator.Runtime.Controllers;
using Operator.Runtime.Events;
using Operator.Runtime.Leases;

namespace Operator.Runtime.Diagnostics;

/// <summary>What the runtime's health checks find, one line for each problem.</summary>
internal static class RuntimeHealth
{
    /// <summary>Loops that do not go round any more, so that a restart helps. Whether other servers answer plays no part: a restart would not fix them.</summary>
    public static IEnumerable<string> FindDeadLoops(IEnumerable<Controller> controllers, LeaderElector? elector, EventRecorder? events) =>
        controllers.SelectMany(c => c.FindDeadLoops())
            .Concat(Overdue("lease", elector?.Pulse))
            .Concat(Overdue("events", events?.Pulse));

    /// <summary>What must be known before this process can act or stand by. A standby is ready.</summary>
    public static IEnumerable<string> FindMissingKnowledge(IEnumerable<Controller> controllers, LeaderElector? elector)
    {
        var lists = controllers.SelectMany(c => c.FindMissingLists());
        return elector is { KnownHolder: null } ? lists.Append("lease: who leads is not known yet") : lists;
    }

    /// <summary>What this process does without: namespaces that it cannot watch, beside others that it can.</summary>
    public static IEnumerable<string> FindUnwatched(IEnumerable<Controller> controllers) => controllers.SelectMany(c => c.FindUnwatched());

    private static IEnumerable<string> Overdue(string loop, Heartbeat? pulse)
    {
        if (pulse is { Overdue: var late } && late > TimeSpan.Zero)
        {
            yield return $"{loop}: the loop has been stuck for {late}";
        }
    }
}
