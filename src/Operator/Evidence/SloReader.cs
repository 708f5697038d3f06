using NodaTime;
using Operator.Api;
using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence.Counters;

namespace Operator.Evidence;

/// <summary>Reads each objective; what goes wrong with one is its own problem.</summary>
internal sealed class SloReader(EvidenceSession session)
{
    /// <summary>Reads one objective.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="index">Which of its objectives.</param>
    /// <param name="window">When the incident was, or why that cannot be measured.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SloEvidence> ReadAsync(PostMortemSpec spec, int index, IncidentWindow window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var incident = window.Measured;
        var question = Question(spec.Slos[index], $"slos[{index}]", incident ?? new TimeRange(now, now), now, TimeZones.Find(spec));
        var kind = question.Slo.Sli switch { { Ratio: not null } => SliKind.Ratio, { Events: not null } => SliKind.Events, _ => SliKind.Raw };
        if (incident is null)
        {
            var why = window.Unmeasured!;
            return question.Empty(kind) with { Problems = [new EvidenceProblem(why.Reason, $"{question.Field}: not measured, because {why.Message}")] };
        }

        session.Retain(question.SumsKey);
        if (session.Failure is { } failure)
        {
            return question.Empty(kind) with { Over = incident, Problems = [EvidenceFaults.Problem(failure)] };
        }

        try
        {
            if (question.OffsetsDiffer)
            {
                return question.Empty(kind) with { Over = incident, Problems = [SloProblems.OffsetsDiffer(question)] };
            }

            if (SloProblems.OfHistograms(question) is { } noEvents)
            {
                return question.Empty(kind) with { Over = incident, Problems = [noEvents] };
            }

            question = question.Counters is null ? question with { RangeSeconds = await new RecordedRangeReader(session).ReadAsync(question, cancellationToken) } : question;
            var read = question.Counters is { } counters ? await new CounterSliReader(session, counters).ReadAsync(question, cancellationToken) : kind switch
            {
                SliKind.Events => await new EventsSliReader(session).ReadAsync(question, cancellationToken),
                _ => await new RawSliReader(session).ReadAsync(question, cancellationToken),
            };
            return read with { Over = incident, Notes = question.Offset is { } offset ? [.. read.Notes, SloProblems.Offset(offset)] : read.Notes };
        }
        catch (FailureException e)
        {
            return question.Empty(kind) with { Over = incident, Problems = [session.Judge(e)] };
        }
    }

    private static SloQuestion Question(SloSpec slo, string field, TimeRange incident, DateTimeOffset now, DateTimeZone zone)
    {
        var without = OffsetText.Without(slo.Sli);
        slo = without is var (sli, _) ? slo with { Sli = sli } : slo;
        var window = BudgetWindow.Resolve(slo, incident.End, zone);
        return new SloQuestion
        {
            Slo = slo,
            Counters = CounterIndicator.Of(slo.Sli),
            Offset = without?.Offset,
            Field = $"{field} ({slo.Name})",
            Incident = incident,
            Window = window.Range,
            WindowSeconds = window.Seconds,
            SliceSeconds = SloTerms.SliceWindow(slo).TotalSeconds,
            Now = now,
        };
    }
}
