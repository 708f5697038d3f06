using System.Globalization;
using Operator.Api;

namespace Operator.Core.Incidents;

/// <summary>What people state without times that cannot be: what lies in the future has not happened.</summary>
/// <param name="Spec">The spec as it is to be taken.</param>
/// <param name="Notices">What was ignored, or looks like a slip, each with its field.</param>
/// <param name="NextAt">The earliest moment at which a time that is ignored now counts; null when none is ignored.</param>
public sealed record StatedTimes(PostMortemSpec Spec, IReadOnlyList<string> Notices, DateTimeOffset? NextAt)
{
    /// <summary>How far a stated time may lie in the future, because clocks differ.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>What is earlier is most likely a slip in the year.</summary>
    public static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks the times of the incident, the timeline and the approvals.</summary>
    /// <param name="spec">The spec as it was written.</param>
    /// <param name="now">The present.</param>
    public static StatedTimes Of(PostMortemSpec spec, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var check = new Check(now);
        var incident = spec.Incident is not { } stated ? null : stated with
        {
            StartedAt = check.Past(stated.StartedAt, "spec.incident.startedAt"),
            DetectedAt = check.Past(stated.DetectedAt, "spec.incident.detectedAt"),
            AcknowledgedAt = check.Past(stated.AcknowledgedAt, "spec.incident.acknowledgedAt"),
            MitigatedAt = check.Past(stated.MitigatedAt, "spec.incident.mitigatedAt"),
            ResolvedAt = check.Past(stated.ResolvedAt, "spec.incident.resolvedAt"),
        };
        List<TimelineEntrySpec> timeline = [.. spec.Timeline.Where((e, i) => check.Past(e.At, Field("spec.timeline[{0}].at", i)) is not null)];
        var review = spec.Review is not { } reviewed ? null : reviewed with
        {
            Reviewers = [.. reviewed.Reviewers.Select((r, i) => r with { ApprovedAt = check.Past(r.ApprovedAt, Field("spec.review.reviewers[{0}].approvedAt", i)) })],
        };
        return check.Notices.Count == 0
            ? new StatedTimes(spec, [], null)
            : new StatedTimes(spec with { Incident = incident, Timeline = timeline, Review = review }, check.Notices, check.NextAt);
    }

    private static string Field(string format, int index) => string.Format(CultureInfo.InvariantCulture, format, index);

    private sealed class Check(DateTimeOffset now)
    {
        public List<string> Notices { get; } = [];

        public DateTimeOffset? NextAt { get; private set; }

        public DateTimeOffset? Past(DateTimeOffset? stated, string field)
        {
            if (stated is not { } time)
            {
                return null;
            }

            if (time - now > Tolerance)
            {
                Notices.Add($"{field} ({Instants.Text(time)}) is in the future and is ignored until then; correct it");
                NextAt = NextAt < time ? NextAt : time;
                return null;
            }

            if (time < Earliest)
            {
                Notices.Add($"{field} ({Instants.Text(time)}) is before the year 2000; is the date right?");
            }

            return time;
        }
    }
}
