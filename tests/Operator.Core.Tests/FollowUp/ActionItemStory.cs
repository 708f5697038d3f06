using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;

namespace Operator.Core.Tests.FollowUp;

/// <summary>One action item through rounds an hour apart, with its status kept between them as the API server keeps it.</summary>
internal sealed class ActionItemStory(DateTimeOffset start)
{
    public const string Id = "AI-1";

    private static readonly VerificationStatus Nothing = new() { State = QueryState.Unknown, Inputs = "x" };

    private ActionItemState? _spec;
    private VerificationStatus _verification = Nothing;
    private ActionItemStatus? _status;
    private int _round;

    public ActionItemReport Item { get; private set; } = null!;

    /// <summary>What its condition says.</summary>
    public ConditionFacts Condition { get; private set; } = null!;

    /// <summary>The time of a round; the first is 1.</summary>
    public DateTimeOffset At(int round) => start.AddHours(round);

    /// <summary>One source says something, and the operator looks.</summary>
    public void Say(StatementSource source, FollowedState state)
    {
        var now = At(_round + 1);
        switch (source)
        {
            case StatementSource.Spec:
                _spec = Enum.Parse<ActionItemState>(state.ToString());
                Observe();
                break;
            case StatementSource.Verify:
                _verification = state == FollowedState.Verified ? _verification with { VerifiedAt = now } : _verification with { RegressedAt = now };
                Observe();
                break;
            default:
                Observe(new ObservedStatement(Id, source, state, now));
                break;
        }
    }

    /// <summary>The operator looks.</summary>
    public void Observe(params ObservedStatement[] observed)
    {
        var now = At(++_round);
        var spec = new PostMortemSpec
        {
            Title = "t",
            Severity = Severity.P1,
            Services = ["a"],
            ActionItems = [new ActionItemSpec { Id = Id, Title = "Watch the pool", State = _spec, Verify = new VerifySpec { Query = "x > 0" } }],
        };
        var report = FollowUpBuilder.Build(spec, now, new FollowUpInputs
        {
            Previous = _status is null ? [] : [_status],
            Observed = observed,
            Verifications = new Dictionary<string, Verification>(StringComparer.Ordinal) { [Id] = new Verification(_verification, null) },
        });
        Item = report.ActionItems[0];
        Condition = ReportConditions.Of(spec, report).Single(c => c.Type == ConditionTypes.ActionItemPrefix + Id);
        _status = StatusProjection.With(new PostMortemStatus(), report).ActionItems![0];
    }
}
