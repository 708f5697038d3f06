using Operator.Api;
using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Evidence;

/// <summary>Reads each objective; what goes wrong with one is its own problem.</summary>
internal sealed class SloReader(EvidenceSession session)
{
    public async Task<IReadOnlyList<SloEvidence>> ReadAsync(PostMortemSpec spec, IncidentWindow incident, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (spec.Slos.Count == 0)
        {
            return [];
        }

        var zone = TimeZones.Find(spec);
        var read = new List<SloEvidence>();
        for (var i = 0; i < spec.Slos.Count; i++)
        {
            var question = Question(spec.Slos[i], $"slos[{i}]", incident.Measured ?? new TimeRange(now, now), now, zone);
            read.Add(await ReadOneAsync(question, incident.Unmeasured, cancellationToken));
        }

        return read;
    }

    private async Task<SloEvidence> ReadOneAsync(SloQuestion question, EvidenceProblem? unmeasured, CancellationToken cancellationToken)
    {
        var kind = question.Slo.Sli switch { { Ratio: not null } => SliKind.Ratio, { Events: not null } => SliKind.Events, _ => SliKind.Raw };
        if (unmeasured is { } why)
        {
            return question.Empty(kind) with { Problems = [new EvidenceProblem(why.Reason, $"{question.Field}: not measured, because {why.Message}")] };
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
