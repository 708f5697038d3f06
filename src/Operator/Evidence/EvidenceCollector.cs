using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence.Inputs;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>
/// Reads what is to be known about one incident from one source: alerts, then objectives and impact over the incident that they
/// tell. What is frozen is not asked for; what is kept is never given up for less.
/// </summary>
/// <param name="time">For the comparison of the server's clock with ours.</param>
/// <param name="progress">Told how far sums over windows are; null where nobody watches.</param>
internal sealed class EvidenceCollector(TimeProvider time, IProgress<CollectionProgress>? progress = null)
{
    // The Date header has whole seconds, and the answer took its time.
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromSeconds(5);

    // Whatever a server or a proxy before it says: no clock that samples are stamped with is off by more.
    private static readonly TimeSpan LongestSkew = TimeSpan.FromDays(1);

    // An evaluation time further from the clock than this was chosen by a person; no skew applies to it.
    private static readonly TimeSpan Present = TimeSpan.FromMinutes(1);

    // With the one for the rules of alerts, and the one for the version, they are twelve.
    private const int MaxRequests = 11;

    /// <summary>Reads the evidence. What cannot be read is among the problems of its part; all else is still read.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="client">The source that the spec names; null when none is configured.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="kept">What earlier collections gave; null when there were none.</param>
    /// <param name="refresh">Whether to ask for frozen parts too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailureException">The spec cannot be asked about.</exception>
    public async Task<Collection> CollectAsync(
        PostMortem resource, PrometheusClient? client, DateTimeOffset now, IncidentEvidence? kept, bool refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        now = FloorToMillisecond(now);
        if (client is null || !PartInputs.AsksAnything(resource.Spec))
        {
            return Nothing(resource.Spec, now);
        }

        // Another server may count otherwise.
        var sums = !refresh && kept?.Source?.Name == client.Options.Name ? kept.Sums : null;
        return await CollectAsync(new CollectionRun(resource, new EvidenceSession(client, now, time, sums, progress), kept, refresh, now), cancellationToken);
    }

    private async Task<Collection> CollectAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        var alerts = await run.ReadAlertsAsync(cancellationToken);
        var (asOf, warning) = AsOf(run);
        run.Resolve(alerts, asOf);
        await run.ReadObjectivesAsync(cancellationToken);
        foreach (var (part, query) in PartInputs.ImpactQueries(run.Spec))
        {
            await run.ReadImpactAsync(part, query, cancellationToken);
        }

        var session = run.Session;
        var version = session.Asked is > 0 and < MaxRequests && session.Failure is null ? await session.Client.ServerVersionAsync(cancellationToken) : null;
        return run.Conclude(version, warning ?? AsOf(run).Warning);
    }

    private static Collection Nothing(PostMortemSpec spec, DateTimeOffset now) => new(new IncidentEvidence
    {
        CollectedAt = now,
        Incident = IncidentWindow.Resolve(spec, [], now).Measured,
        Warnings = PartInputs.AsksAnything(spec) ? ["No Prometheus source is configured: alerts, objectives and queries were not measured."] : [],
    })
    {
        AskedAt = now,
    };

    // Whether an alert still fires is told by how old its last sample is: by the clock that stamped it.
    private (DateTimeOffset Time, string? Warning) AsOf(CollectionRun run)
    {
        var client = run.Session.Client;
        if (client.ClockSkew is not { } skew || skew.Duration() < ToleratedSkew || (run.Now - time.GetUtcNow()).Duration() > Present)
        {
            return (run.Now, null);
        }

        if (skew.Duration() > LongestSkew)
        {
            return (run.Now, $"The answers of Prometheus source '{client.Options.Name}' are dated more than {LongestSkew.TotalDays:0} day away from the operator's clock; that clock was used. Check time synchronisation, and proxies between the two.");
        }

        var side = skew < TimeSpan.Zero ? "behind" : "ahead of";
        return (
            FloorToMillisecond(run.Now + skew),
            $"The clock of Prometheus source '{client.Options.Name}' is {skew.Duration().TotalSeconds:0} s {side} the operator's; its clock was used. Check time synchronisation.");
    }

    private static DateTimeOffset FloorToMillisecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
