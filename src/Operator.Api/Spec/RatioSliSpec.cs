using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>An indicator from two counters, summed over all series that match.</summary>
public sealed record RatioSliSpec
{
    /// <summary>A selector of the counter of failed events, such as http_requests_total{job="email",code=~"5.."}.</summary>
    [Text(4096, Minimum = 1)]
    public required string Errors { get; init; }

    /// <summary>A selector of the counter of all events, such as http_requests_total{job="email"}.</summary>
    [Text(4096, Minimum = 1)]
    public required string Total { get; init; }
}
