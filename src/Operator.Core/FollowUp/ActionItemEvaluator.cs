using NodaTime;
using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>Whether an action item is late. A due date that nobody stated does not exist.</summary>
/// <param name="zone">spec.timeZone, in which days begin.</param>
/// <param name="now">The moment of which it is asked.</param>
internal sealed class ActionItemEvaluator(DateTimeZone zone, DateTimeOffset now)
{
    public ActionItemReport Evaluate(ActionItemSpec spec)
    {
        var report = new ActionItemReport { Spec = spec };
        return report with { Overdue = !report.Closed && spec.DueDate < LocalDays.Of(now, zone) };
    }
}
