using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Tests.Rendering;

/// <summary>The sample five weeks later: some action items are done, one is verified, one has come undone.</summary>
internal static class FollowedIncident
{
    public static readonly DateTimeOffset Now = At("2026-01-20T09:00:00Z");

    public static PostMortem Resource()
    {
        var sample = Rendered.Sample("full.yaml");
        return sample with { Spec = sample.Spec with { ActionItems = [.. sample.Spec.ActionItems.Select(Changed)] } };
    }

    public static FollowUpInputs Inputs() => new()
    {
        Observed =
        [
            new("AI-1", StatementSource.Checkbox, FollowedState.Done, At("2025-12-18T15:20:00Z"), "@backend-engineer"),
            new("AI-2", StatementSource.Checkbox, FollowedState.Done, At("2025-12-19T10:05:00Z"), "@devops-engineer"),
        ],
        Previous =
        [
            Said("AI-4", FollowedState.InProgress, "2026-01-12T08:00:00Z"),
            Said("AI-5", FollowedState.WontDo, "2026-01-08T08:00:00Z"),
        ],
        Verifications = new Dictionary<string, Verification>(StringComparer.Ordinal)
        {
            ["AI-1"] = new(Query with { VerifiedAt = At("2025-12-20T22:10:30Z") }, null),
            ["AI-3"] = new(Query with { VerifiedAt = At("2025-12-27T11:00:00Z"), RegressedAt = At("2026-01-03T04:45:15Z") }, null),
        },
    };

    private static VerificationStatus Query => new() { State = QueryState.Holds, Inputs = "x" };

    private static ActionItemSpec Changed(ActionItemSpec item) => item.Id switch
    {
        "AI-2" => item with { Type = ActionItemType.Detect },
        "AI-3" => item with { Type = ActionItemType.Prevent, Verify = new VerifySpec { Query = "max(db_pool_size) > 10", For = "1d" } },
        "AI-4" => item with { Type = ActionItemType.Mitigate, State = ActionItemState.InProgress },
        "AI-5" => item with { State = ActionItemState.WontDo },
        _ => item,
    };

    private static ActionItemStatus Said(string id, FollowedState state, string time) => new()
    {
        Id = id,
        State = state,
        Statements = [new StatementStatus { Source = StatementSource.Spec, State = state, Time = At(time) }],
    };

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
