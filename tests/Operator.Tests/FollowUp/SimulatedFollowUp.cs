using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;
using Operator.FollowUp;
using Operator.Prometheus;
using Operator.Reconciling;
using Operator.Runtime;

namespace Operator.Tests.FollowUp;

/// <summary>Follows the action items of many resources with a clock of its own: each is looked at when it said that it wants to be, and when people change it.</summary>
internal sealed class SimulatedFollowUp(CountingPrometheus prometheus, DateTimeOffset start) : IDisposable
{
    private readonly PrometheusSources _sources = new(prometheus.Client());
    private readonly NextLook _nextLook = new(new Jitter(new Random(1)));
    private readonly VerifyMemory _memory = new();
    private readonly PriorityQueue<(Resource Resource, Action? Change), DateTimeOffset> _due = new();

    /// <summary>Every change that people are told of.</summary>
    public List<(DateTimeOffset At, Resource Resource, ActionItemChange Change)> Changes { get; } = [];

    public int Looks { get; private set; }

    public int Writes { get; private set; }

    public void Add(Resource resource) => _due.Enqueue((resource, null), start);

    /// <summary>People change a resource.</summary>
    public void Plan(DateTimeOffset at, Resource resource, Action change) => _due.Enqueue((resource, change), at);

    public async Task RunAsync(DateTimeOffset until)
    {
        while (_due.TryPeek(out var next, out var at) && at < until)
        {
            _due.Dequeue();
            if (next.Change is null && at < next.Resource.NextLook)
            {
                // A later look has been chosen since.
                continue;
            }

            next.Change?.Invoke();
            await LookAsync(next.Resource, at);
        }
    }

    public void Dispose() => _sources.Dispose();

    private async Task LookAsync(Resource resource, DateTimeOffset now)
    {
        prometheus.Now = now;
        Looks++;
        var previous = resource.Status?.ActionItems ?? [];
        var verifications = await new VerifyStep(_sources, TimeProvider.System).RunAsync(resource.Spec, previous, start, _memory.Of(new ObjectKey("a", resource.Name), "uid"), now, CancellationToken.None);
        var report = FollowUpStep.Run(resource.Spec, now, new FollowUpInputs { Previous = previous, Verifications = verifications })!;
        var status = StatusProjection.With(new PostMortemStatus(), report);
        Changes.AddRange(ActionItemChanges.Between(resource.Status?.ActionItems, status.ActionItems!, report).Select(c => (now, resource, c)));
        Writes += resource.Status is null || !Same(resource.Status.ActionItems!, status.ActionItems!) ? 1 : 0;
        resource.Status = status;
        resource.NextLook = _nextLook.After(resource.Spec, evidence: null, report, recheck: false, now);
        if (resource.NextLook is { } next)
        {
            _due.Enqueue((resource, null), next);
        }
    }

    private static bool Same(IReadOnlyList<ActionItemStatus> a, IReadOnlyList<ActionItemStatus> b) =>
        a.Zip(b).All(p => p.First with { Statements = null } == p.Second with { Statements = null } && (p.First.Statements ?? []).SequenceEqual(p.Second.Statements ?? []));

    /// <summary>One resource.</summary>
    internal sealed class Resource(string name, PostMortemSpec spec)
    {
        public string Name => name;

        public PostMortemSpec Spec { get; set; } = spec;

        public PostMortemStatus? Status { get; set; }

        public DateTimeOffset? NextLook { get; set; }
    }
}
