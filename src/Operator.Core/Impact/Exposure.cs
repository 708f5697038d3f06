using Operator.Api;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Impact;

/// <summary>When something was exposed, and how long people took to end it once they knew.</summary>
/// <param name="From">The beginning; null when it is not known.</param>
/// <param name="To">The end; null when it is not known.</param>
/// <param name="Response">From the detection to the fix, or to the end where no fix is known; null when one of them is not known.</param>
/// <param name="IsFixed">Whether the response ends with a fix.</param>
internal sealed record Exposure(StatedMoment? From, StatedMoment? To, DurationEstimate? Response, bool IsFixed)
{
    /// <summary>How long it was exposed; null when an end is not known.</summary>
    public DurationEstimate? Length => From is not null && To is not null ? DurationEstimate.Between(From, To) : null;

    /// <summary>What a person states of the data; of a security incident otherwise from the start to the fix, or to the end.</summary>
    public static Exposure Of(PostMortemSpec spec, IReadOnlyList<IncidentTimestamp> timestamps)
    {
        var data = spec.Impact?.Data;
        var from = data?.From is { } start ? StatedMoment.Of(start, data.Precision?.From ?? default, spec.TimeZone) : null;
        var to = data?.To is { } end ? StatedMoment.Of(end, data.Precision?.To ?? default, spec.TimeZone) : null;
        if (spec.Type != IncidentType.Security)
        {
            return new(from, to, null, false);
        }

        var mitigated = Moment(IncidentTimestampName.MitigatedAt);
        var closed = mitigated ?? Moment(IncidentTimestampName.ResolvedAt);
        var response = Moment(IncidentTimestampName.DetectedAt) is { } detected && closed is not null ? DurationEstimate.Between(detected, closed) : null;
        return new(from ?? Moment(IncidentTimestampName.StartedAt), to ?? closed, response, mitigated is not null);

        StatedMoment? Moment(IncidentTimestampName name) => timestamps.FirstOrDefault(t => t.Name == name) is { } known ? StatedMoment.Of(known) : null;
    }
}
