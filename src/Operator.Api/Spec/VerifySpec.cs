using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A query that proves that an action item is done.</summary>
public sealed record VerifySpec
{
    /// <summary>A PromQL query that compares, such as count(x) &gt; 0: it holds while it has a value, whatever the value, and it must never have several series.</summary>
    [Text(4096, Minimum = 1)]
    public required string Query { get; init; }

    /// <summary>How long it must hold without a break, a Prometheus duration. It fails when it does not hold for as long.</summary>
    [DefaultValue("1h"), Text(16, Minimum = 2, Pattern = "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$")]
    public string For { get; set; } = "1h";

    /// <summary>The name of a Prometheus source that the administrator configured. Default: that of spec.prometheus.</summary>
    [Text(63, Minimum = 1, Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public string? Source { get; init; }
}
