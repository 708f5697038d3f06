using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A query that proves that an action item is done.</summary>
public sealed record VerifySpec
{
    /// <summary>A PromQL query; it holds while it returns at least one sample.</summary>
    [Text(4096, Minimum = 1)]
    public required string Query { get; init; }

    /// <summary>How long it must hold without a break, a Prometheus duration.</summary>
    [DefaultValue("1h"), Text(16, Minimum = 2, Pattern = "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$")]
    public string For { get; set; } = "1h";
}
