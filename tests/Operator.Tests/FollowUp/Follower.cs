using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;
using Operator.FollowUp;
using Operator.Prometheus;

namespace Operator.Tests.FollowUp;

/// <summary>Follows one action item as the operator does: it looks when it said that it would, and keeps the status in between.</summary>
internal sealed class Follower(string url, string query, string duration = "1h") : IDisposable
{
    private readonly PrometheusSources _sources = new(new PrometheusOptions { Sources = [new PrometheusSourceOptions { Url = url }] }, TimeProvider.System);
    private VerifyMemory _memory = new();

    public PostMortemSpec Spec { get; set; } = new()
    {
        Title = "t",
        Severity = Severity.P1,
        Services = ["a"],
        ActionItems = [new ActionItemSpec { Id = "AI-1", Title = "x", Verify = new VerifySpec { Query = query, For = duration } }],
    };

    /// <summary>When the incident began.</summary>
    public DateTimeOffset Origin { get; init; } = VerifyingServer.Start;

    public TimeSpan QueryLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Everything that was written so far.</summary>
    public List<ActionItemStatus> Written { get; } = [];

    /// <summary>How many looks there were.</summary>
    public int Looks { get; private set; }

    public ActionItemStatus Status => Written[^1];

    public VerificationStatus Verification => Status.Verification!;

    /// <summary>The process ends, and another one begins with what the status holds.</summary>
    public void Restart() => _memory = new VerifyMemory();

    /// <summary>Looks once.</summary>
    /// <returns>When it wants to look again.</returns>
    public async Task<DateTimeOffset?> LookAsync(DateTimeOffset now)
    {
        Looks++;
        var previous = Written.Count == 0 ? (IReadOnlyList<ActionItemStatus>)[] : [Status];
        var step = new VerifyStep(_sources, TimeProvider.System) { QueryLimit = QueryLimit };
        var verifications = await step.RunAsync(Spec, previous, Origin, _memory.Of(new Runtime.ObjectKey("a", "b"), "uid"), now, CancellationToken.None);
        var report = FollowUpStep.Run(Spec, now, new FollowUpInputs { Previous = previous, Verifications = verifications })!;
        var status = StatusProjection.With(new PostMortemStatus(), report).ActionItems![0];
        if (previous is not [var before] || !Same(before, status))
        {
            Written.Add(status);
        }

        return report.NextAsk;
    }

    /// <summary>Looks whenever it is due.</summary>
    public async Task FollowAsync(DateTimeOffset from, DateTimeOffset until, bool restarting = false)
    {
        for (DateTimeOffset? now = from; now <= until;)
        {
            now = await LookAsync(now.Value);
            if (restarting)
            {
                Restart();
            }
        }
    }

    public void Dispose() => _sources.Dispose();

    private static bool Same(ActionItemStatus a, ActionItemStatus b) => a with { Statements = null } == b with { Statements = null } && (a.Statements ?? []).SequenceEqual(b.Statements ?? []);
}
