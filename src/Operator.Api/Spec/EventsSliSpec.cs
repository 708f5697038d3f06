using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>An indicator from two queries; {{.window}} in them is replaced by the range that is asked.</summary>
public sealed record EventsSliSpec
{
    /// <summary>Failed events per second, such as sum(rate(http_requests_total{code=~"5.."}[{{.window}}])).</summary>
    [Text(4096, Minimum = 1)]
    public required string ErrorQuery { get; init; }

    /// <summary>All events per second, such as sum(rate(http_requests_total[{{.window}}])).</summary>
    [Text(4096, Minimum = 1)]
    public required string TotalQuery { get; init; }
}
