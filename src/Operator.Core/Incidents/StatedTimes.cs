using System.Globalization;
using NodaTime;
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
        var check = new Check(spec, now);
        var precision = spec.Incident?.Precision ?? new IncidentPrecisionSpec();
        var incident = spec.Incident is not { } stated ? null : stated with
        {
            IntroducedAt = check.Past(stated.IntroducedAt, "spec.incident.introducedAt", precision.IntroducedAt, maySleepLong: true),
            StartedAt = check.Past(stated.StartedAt, "spec.incident.startedAt", precision.StartedAt),
            DetectedAt = check.Past(stated.DetectedAt, "spec.incident.detectedAt", precision.DetectedAt),
            AcknowledgedAt = check.Past(stated.AcknowledgedAt, "spec.incident.acknowledgedAt", precision.AcknowledgedAt),
            MitigatedAt = check.Past(stated.MitigatedAt, "spec.incident.mitigatedAt", precision.MitigatedAt),
            ResolvedAt = check.Past(stated.ResolvedAt, "spec.incident.resolvedAt", precision.ResolvedAt),
        };
        List<TimelineEntrySpec> timeline = [.. spec.Timeline.Where((e, i) => check.Past(e.At, Field("spec.timeline[{0}].at", i), e.Precision) is not null)];
        var impact = spec.Impact is not { Phases.Count: > 0 } felt ? spec.Impact : felt with
        {
            Phases = [.. felt.Phases
                .Where((p, i) => check.Past(p.From, Field("spec.impact.phases[{0}].from", i), p.Precision?.From ?? default) is not null)
                .Select((p, i) => p with { To = check.Past(p.To, Field("spec.impact.phases[{0}].to", i), p.Precision?.To ?? default) })],
        };
        List<CommunicationSpec> communication = [.. spec.Communication.Where((c, i) => check.Past(c.At, Field("spec.communication[{0}].at", i), c.Precision) is not null)];
        var review = spec.Review is not { } reviewed ? null : reviewed with
        {
            Reviewers = [.. reviewed.Reviewers.Select((r, i) => r with { ApprovedAt = check.Past(r.ApprovedAt, Field("spec.review.reviewers[{0}].approvedAt", i)) })],
        };
        return check.Notices.Count == 0
            ? new StatedTimes(spec, [], null)
            : new StatedTimes(spec with { Incident = incident, Timeline = timeline, Impact = impact, Communication = communication, Review = review }, check.Notices, check.NextAt);
    }

    private static string Field(string format, int index) => string.Format(CultureInfo.InvariantCulture, format, index);

    private sealed class Check(PostMortemSpec spec, DateTimeOffset now)
    {
        private readonly DateTimeZone _zone = TimeZones.OrUtc(spec.TimeZone);

        public List<string> Notices { get; } = [];

        public DateTimeOffset? NextAt { get; private set; }

        public DateTimeOffset? Past(DateTimeOffset? stated, string field, TimePrecision precision = TimePrecision.Second, bool maySleepLong = false)
        {
            if (stated is not { } written)
            {
                return null;
            }

            // Of a day that is not over yet, some of it has been.
            var time = precision == TimePrecision.Second ? written : StatedMoment.Of(written, precision, _zone).Earliest;
            if (time - now > Tolerance)
            {
                Notices.Add($"{field} ({Instants.Text(time)}) is in the future and is ignored until then; correct it");
                NextAt = NextAt < time ? NextAt : time;
                return null;
            }

            if (time < Earliest && !maySleepLong)
            {
                Notices.Add($"{field} ({Instants.Text(time)}) is before the year 2000; is the date right?");
            }

            return stated;
        }
    }
}
