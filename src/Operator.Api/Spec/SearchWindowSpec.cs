using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A stretch of time in which alerts are looked for.</summary>
[CelRule("!has(self.from) || !has(self.to) || self.from < self.to", "to must be after from")]
public sealed record SearchWindowSpec
{
    /// <summary>The beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end. Default: now.</summary>
    public DateTimeOffset? To { get; init; }
}
