using Operator.Api;
using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Reads each objective; what goes wrong with one is its own problem.</summary>
internal sealed class SloReader(EvidenceSession session)
{
    public async Task<IReadOnlyList<SloEvidence>> ReadAsync(PostMortemSpec spec, TimeRange? incident, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (spec.Slos.Count == 0)
        {
            return [];
        }

        var zone = TimeZones.Find(spec);
        var read = new List<SloEvidence>();
        for (var i = 0; i < spec.Slos.Count; i++)
        {
            read.Add(await ReadOneAsync(Question(spec.Slos[i], $"slos[{i}]", incident ?? new TimeRange(now, now), now, zone), incident is not null, cancellationToken));
        }

        return read;
    }

    private async Task<SloEvidence> ReadOneAsync(SloQuestion question, bool incidentKnown, CancellationToken cancellationToken)
    {
        var kind = question.Slo.Sli switch { { Ratio: not null } => SliKind.Ratio, { Events: not null } => SliKind.Events, _ => SliKind.Raw };
        if (!incidentKnown)
        {
            return question.Empty(kind) with
            {
                Problems = [new EvidenceProblem(Reasons.Unknown, $"{question.Field}: not measured, because it is not known when the incident was; state incident.startedAt, or alerts that fired")],
            };
        }

        try
        {
            return kind switch
            {
                SliKind.Ratio => await new RatioSliReader(session).ReadAsync(question, cancellationToken),
                SliKind.Events => await new EventsSliReader(session).ReadAsync(question, cancellationToken),
                _ => await new RawSliReader(session).ReadAsync(question, cancellationToken),
            };
        }
        catch (EvidenceException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return question.Empty(kind) with { Problems = [EvidenceFaults.Problem(e)] };
        }
    }

    private static SloQuestion Question(SloSpec slo, string field, TimeRange incident, DateTimeOffset now, TimeZoneInfo zone)
    {
        var window = BudgetWindow.Resolve(slo, incident.End, zone);
        return new SloQuestion
        {
            Slo = slo,
            Field = $"{field} ({slo.Name})",
            Incident = incident,
            Window = window.Range,
            WindowSeconds = window.Seconds,
            SliceSeconds = SloTerms.SliceWindow(slo).TotalSeconds,
            Now = now,
        };
    }
}
