using NodaTime;
using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>How far an action item has come, and whether it is late. A due date that nobody stated does not exist.</summary>
/// <param name="zone">spec.timeZone, in which days begin.</param>
/// <param name="now">The moment of which it is asked.</param>
/// <param name="inputs">What is known beside the spec.</param>
internal sealed class ActionItemEvaluator(DateTimeZone zone, DateTimeOffset now, FollowUpInputs inputs)
{
    public ActionItemReport Evaluate(ActionItemSpec spec)
    {
        var before = inputs.Previous.FirstOrDefault(p => p.Id == spec.Id);
        var verification = spec.Verify is null ? null : inputs.Verifications.GetValueOrDefault(spec.Id);
        var statements = StatementBook.Update(spec, before, inputs.Observed.Where(o => o.ItemId == spec.Id), verification, zone, now);
        var folded = StatementFold.Fold(statements, verification?.Status.RegressedAt);
        var report = new ActionItemReport
        {
            Spec = spec,
            State = folded.State,
            Deciding = folded.Deciding,
            CompletedAt = folded.CompletedAt,
            Statements = statements,
            Verification = verification,
        };
        return report with { Overdue = !report.Closed && spec.DueDate < LocalDays.Of(now, zone), Issue = Issue(report, before?.Issue) };
    }

    // None is opened for what is done already; one that was asked for stays, because it may be open.
    private ActionItemIssueStatus? Issue(ActionItemReport report, ActionItemIssueStatus? before) =>
        report.Spec.Issue is not { } asked || !inputs.OpensIssues ? null
        : before?.Repository == asked.Repository ? before
        : report.Closed ? null
        : new ActionItemIssueStatus { Repository = asked.Repository, RequestedAt = Instants.ToMillisecond(now) };
}
