using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Testing;

namespace Operator.Core.Tests.Statuses;

public sealed class ReportConditionsTests
{
    private static readonly DateTimeOffset Now = SampleIncident.CollectedAt;

    [Fact]
    public void The_sample_has_all_conditions()
    {
        var conditions = Compute(SampleIncident.Spec());

        Assert.Equal(
            [
                ("Resolved", "True", "Resolved"),
                ("ErrorBudgetExhausted", "False", "BudgetLeft"),
                ("Complete", "True", "AllSectionsPresent"),
                ("Reviewed", "False", "AwaitingApproval"),
                ("ActionItemsComplete", "False", "Open"),
                ("ActionItemsOverdue", "False", "OnTime"),
                .. Enumerable.Range(1, 6).Select(i => ($"action-item/AI-{i}", "False", "Open")),
            ],
            conditions.Select(c => (c.Type, c.Status, c.Reason)));
    }

    [Theory]
    [InlineData("Resolved", "Over since 2025-12-14T07:12:00.000Z, after 12m")]
    [InlineData("ErrorBudgetExhausted", "availability: 79.17% of the error budget left (Timeslices, 30d)")]
    [InlineData("Reviewed", "Awaiting approval of Tech Lead (@tech-lead), CTO (@cto)")]
    [InlineData("ActionItemsComplete", "0 of 6 done; open: AI-1, AI-2, AI-3, AI-4, AI-5, AI-6")]
    [InlineData("action-item/AI-1", "Add Prometheus metrics for connection pool usage; owner @backend-engineer; no due date")]
    public void Messages_are_for_people(string type, string message) =>
        Assert.Equal(message, Compute(SampleIncident.Spec()).Single(c => c.Type == type).Message);

    [Theory]
    [InlineData(ActionItemState.Open, false, "False", "Open")]
    [InlineData(ActionItemState.InProgress, false, "False", "InProgress")]
    [InlineData(ActionItemState.Open, true, "False", "Overdue")]
    [InlineData(ActionItemState.InProgress, true, "False", "Overdue")]
    [InlineData(ActionItemState.Done, true, "True", "Done")]
    [InlineData(ActionItemState.WontDo, true, "False", "WontDo")]
    public void An_action_item_has_its_own_condition(ActionItemState state, bool late, string status, string reason)
    {
        var item = new ActionItemSpec { Id = "X", Title = "t", State = state, DueDate = late ? new DateOnly(2025, 12, 1) : null };

        var condition = Compute(SampleIncident.Spec() with { ActionItems = [item] }).Single(c => c.Type == "action-item/X");

        Assert.Equal((status, reason), (condition.Status, condition.Reason));
        Assert.Contains("no owner", condition.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_done_or_given_up_completes_the_follow_up()
    {
        var conditions = Compute(SampleIncident.Spec() with
        {
            ActionItems = [new() { Id = "A", Title = "a", State = ActionItemState.Done }, new() { Id = "B", Title = "b", State = ActionItemState.WontDo }],
        });

        Assert.Equal(("True", "Done", "2 of 2 done or given up (1)"), conditions.Where(c => c.Type == "ActionItemsComplete").Select(c => (c.Status, c.Reason, c.Message)).Single());
    }

    [Fact]
    public void Overdue_items_are_named()
    {
        var late = new ActionItemSpec { Id = "A", Title = "a", Owner = "@x", DueDate = new DateOnly(2025, 12, 13) };

        var condition = Compute(SampleIncident.Spec() with { ActionItems = [late] }).Single(c => c.Type == "ActionItemsOverdue");

        Assert.Equal(("True", "Overdue", "A: a; owner @x; due 2025-12-13"), (condition.Status, condition.Reason, condition.Message));
    }

    [Fact]
    public void A_spent_budget_is_exhausted()
    {
        var slo = SampleIncident.Slo();
        var evidence = SampleIncident.Evidence() with { Slos = [slo with { Before = slo.Before! with { BadSeconds = 2180 } }] };

        var condition = Compute(SampleIncident.Spec(), evidence).Single(c => c.Type == "ErrorBudgetExhausted");

        Assert.Equal(("True", "BudgetSpent"), (condition.Status, condition.Reason));
        Assert.Contains("overspent by 4.94%", condition.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_unknown()
    {
        var spec = new PostMortemSpec { Title = "t", Severity = Severity.P0, Services = ["s"] };

        ConditionFacts[] conditions = [.. ReportConditions.Of(IncidentReportBuilder.Build(new PostMortem { Spec = spec }, null, Now)), .. ReportConditions.Of(spec, FollowUpBuilder.Build(spec, Now))];

        Assert.Equal(
            [("Resolved", "Unknown", "Unknown"), ("ErrorBudgetExhausted", "Unknown", "NotConfigured"), ("Complete", "False", "MissingSections"), ("Reviewed", "False", "NoReviewers"), ("ActionItemsComplete", "True", "NoActionItems"), ("ActionItemsOverdue", "False", "NoActionItems")],
            conditions.Select(c => (c.Type, c.Status, c.Reason)));
    }

    private static IReadOnlyList<ConditionFacts> Compute(PostMortemSpec spec, IncidentEvidence? evidence = null)
    {
        var report = IncidentReportBuilder.Build(SampleIncident.Resource() with { Spec = spec }, evidence ?? SampleIncident.Evidence(), Now);
        return [.. ReportConditions.Of(report), .. ReportConditions.Of(spec, FollowUpBuilder.Build(spec, Now))];
    }
}
