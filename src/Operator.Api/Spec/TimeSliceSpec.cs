using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>The slices by which method Timeslices counts.</summary>
public sealed record TimeSliceSpec
{
    /// <summary>A slice is good when its share of good events, in percent, is at least this. Default: the objective.</summary>
    [NumberBounds(Minimum = 0, Maximum = 100, ExclusiveMinimum = true, ExclusiveMaximum = true)]
    public double? Target { get; init; }

    /// <summary>A slice's length, a Prometheus duration of at least 10s.</summary>
    [DefaultValue("1m"), Text(16, Minimum = 2, Pattern = "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")]
    public string Window { get; set; } = "1m";
}
