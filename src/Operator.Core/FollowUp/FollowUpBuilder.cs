using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>Looks at what people have written, approved and done. Pure: the spec, the time and what is known go in.</summary>
public static class FollowUpBuilder
{
    /// <summary>Builds the report.</summary>
    /// <param name="spec">What people say.</param>
    /// <param name="now">The moment that decides what is overdue.</param>
    /// <param name="inputs">What is known of action items beside the spec; null for nothing.</param>
    /// <exception cref="FailureException">The time zone is unknown.</exception>
    public static FollowUpReport Build(PostMortemSpec spec, DateTimeOffset now, FollowUpInputs? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        inputs ??= FollowUpInputs.None;
        var items = new ActionItemEvaluator(TimeZones.Find(spec), now, inputs);
        var reviewers = spec.Review?.Reviewers ?? [];
        var reviewed = reviewers.Count > 0 && reviewers.All(r => r.ApprovedAt is not null);
        return new FollowUpReport
        {
            ActionItems = [.. spec.ActionItems.Select(items.Evaluate)],
            Reviewed = reviewed,
            ReviewedAt = reviewed ? reviewers.Max(r => r.ApprovedAt) : null,
            Stated = [.. inputs.Approvals.Where(a => reviewers.Any(r => r.Name == a.Reviewer && r.ApprovedAt is null))],
            Approvals = inputs.Approvals,
            FiguresChangedAt = inputs.FiguresChangedAt,
            MissingSections = MissingSectionsFinder.Find(spec),
        };
    }
}
