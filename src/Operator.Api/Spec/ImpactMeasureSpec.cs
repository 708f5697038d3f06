using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A number that tells how large the impact was, in the unit that fits this incident.</summary>
[CelRule("has(self.count) != (has(self.qualifier) && self.qualifier == 'NoneKnown')", "count must be set, and left out with qualifier NoneKnown")]
public sealed record ImpactMeasureSpec
{
    /// <summary>What is counted, as it stands after the number: "projects lost", "% of requests".</summary>
    [Text(200, Minimum = 1)]
    public required string What { get; init; }

    /// <summary>How many.</summary>
    [NumberBounds(Minimum = 0, Maximum = 1e15)]
    public double? Count { get; init; }

    /// <summary>How well that is known.</summary>
    [DefaultValue(MeasureQualifier.Exactly)]
    public MeasureQualifier Qualifier { get; init; }
}
