using k8s.Models;
using Operator.Api;
using Operator.Reconciling;
using Operator.Runtime.Events;

namespace Operator.Tests.Reconciling;

public sealed class TransitionEventsTests
{
    [Fact]
    public void A_failure_is_told_once_though_both_Ready_and_its_step_turn()
    {
        var told = TransitionEvents.Find(
            [Condition(ConditionTypes.Ready, "True", Reasons.Succeeded, "Published"), Condition(ConditionTypes.EvidenceCollected, "True", Reasons.Collected, "Evidence as of now")],
            [Condition(ConditionTypes.Ready, "False", Reasons.SourceUnknown, "no such source"), Condition(ConditionTypes.EvidenceCollected, "False", Reasons.SourceUnknown, "no such source")]);

        Assert.Equal(ConditionTypes.Ready, Assert.Single(told).Type);
    }

    [Fact]
    public void A_step_that_says_something_of_its_own_is_told_beside_Ready()
    {
        var told = TransitionEvents.Find(
            [Condition(ConditionTypes.Ready, "False", Reasons.NoAlertFound, "x"), Condition(ConditionTypes.EvidenceCollected, "False", Reasons.NoAlertFound, "x")],
            [Condition(ConditionTypes.Ready, "True", Reasons.Succeeded, "Published"), Condition(ConditionTypes.EvidenceCollected, "True", Reasons.Collected, "Evidence as of now")]);

        Assert.Equal([ConditionTypes.Ready, ConditionTypes.EvidenceCollected], told.Select(c => c.Type));
    }

    [Fact]
    public void What_stays_is_not_told_again_though_its_words_change() => Assert.Empty(TransitionEvents.Find(
        [Condition(ConditionTypes.Ready, "False", Reasons.NoAlertFound, "until 10:00")],
        [Condition(ConditionTypes.Ready, "False", Reasons.NoAlertFound, "until 10:05")]));

    [Theory]
    [InlineData("True", Reasons.Suspended, EventType.Normal)]
    [InlineData("False", Reasons.TemplateInvalid, EventType.Warning)]
    public void A_pause_that_somebody_asked_for_is_no_warning(string ready, string reason, EventType severity) =>
        Assert.Equal(severity, TransitionEvents.Severity(Condition(ConditionTypes.Ready, ready, reason, "x")));

    private static V1Condition Condition(string type, string status, string reason, string message) => new() { Type = type, Status = status, Reason = reason, Message = message };
}
