using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Reads everything about one incident from one source: alerts, then objectives and impact over the incident that they tell.</summary>
/// <param name="time">For the comparison of the server's clock with ours.</param>
internal sealed class EvidenceCollector(TimeProvider time)
{
    // The Date header has whole seconds, and the answer took its time.
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromSeconds(5);

    // An evaluation time further from the clock than this was chosen by a person; no skew applies to it.
    private static readonly TimeSpan Present = TimeSpan.FromMinutes(1);

    private const int MaxRequests = 10;

    /// <summary>Reads the evidence. What one query cannot say is among the problems of its objective; all else is still read.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="client">The source that the spec names; null when none is configured.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EvidenceException">The source as a whole does not answer, or the spec cannot be asked about.</exception>
    public async Task<IncidentEvidence> CollectAsync(PostMortem resource, PrometheusClient? client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        try
        {
            return await CollectCoreAsync(resource, client, FloorToMillisecond(now), cancellationToken);
        }
        catch (SpecInvalidException e)
        {
            throw new EvidenceException(e.Reason, e.Message, terminal: true, inner: e);
        }
    }

    private async Task<IncidentEvidence> CollectCoreAsync(PostMortem resource, PrometheusClient? client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var spec = resource.Spec;
        if (client is null || !InputsDigest.AsksAnything(spec))
        {
            return new IncidentEvidence
            {
                CollectedAt = now,
                Incident = IncidentWindow.Resolve(spec, [], now).Measured,
                InputsDigest = InputsDigest.Of(spec),
                Warnings = InputsDigest.AsksAnything(spec) ? ["No Prometheus source is configured: alerts, objectives and queries were not measured."] : [],
            };
        }

        var session = new EvidenceSession(client);
        var alerts = new AlertReader(session);
        IReadOnlyList<AlertSeries> series = [];
        TimeRange? searched = null;
        if (spec.Detection?.Alerts is { Count: > 0 } asked)
        {
            var window = SearchWindowResolver.Resolve(resource, now);
            series = await alerts.ReadAsync(asked, window, now, cancellationToken);
            searched = window with { End = alerts.LookedUntil > window.End ? alerts.LookedUntil : window.End };
        }

        var asOf = AsOf(session, now);
        var incident = IncidentWindow.Resolve(spec, series, asOf, searched);
        var slos = await new SloReader(session).ReadAsync(spec, incident, asOf, cancellationToken);
        var impact = await new ImpactReader(session).ReadAsync(spec.Impact, incident, cancellationToken);
        AsOf(session, now);
        var version = session.Queries.Count < MaxRequests ? await client.ServerVersionAsync(cancellationToken) : null;
        return new IncidentEvidence
        {
            CollectedAt = asOf,
            Source = new EvidenceSource(client.Options.Name, version),
            SearchWindow = searched,
            Incident = incident.Measured,
            InputsDigest = InputsDigest.Of(spec),
            Alerts = series,
            Slos = slos,
            Impact = impact,
            Queries = session.Queries,
            Warnings = session.Warnings,
        };
    }

    // Whether an alert still fires is told by how old its last sample is: by the clock that stamped it.
    private DateTimeOffset AsOf(EvidenceSession session, DateTimeOffset now)
    {
        if (session.Client.ClockSkew is not { } skew || skew.Duration() < ToleratedSkew || (now - time.GetUtcNow()).Duration() > Present)
        {
            return now;
        }

        session.Warn($"The clock of Prometheus source '{session.Client.Options.Name}' is {skew.Duration().TotalSeconds:0} s {(skew < TimeSpan.Zero ? "behind" : "ahead of")} the operator's; its clock was used. Check time synchronisation.");
        return FloorToMillisecond(now + skew);
    }

    private static DateTimeOffset FloorToMillisecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
