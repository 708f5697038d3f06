using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Points in time that a person states. Each wins over what is measured; each may be left out.</summary>
[CelRule("!has(self.startedAt) || !has(self.mitigatedAt) || self.startedAt <= self.mitigatedAt", "mitigatedAt must not be before startedAt")]
[CelRule("!has(self.mitigatedAt) || !has(self.resolvedAt) || self.mitigatedAt <= self.resolvedAt", "resolvedAt must not be before mitigatedAt")]
[CelRule("!has(self.startedAt) || !has(self.resolvedAt) || self.startedAt <= self.resolvedAt", "resolvedAt must not be before startedAt")]
public sealed record IncidentSpec
{
    /// <summary>When users began to be affected.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the incident was noticed.</summary>
    public DateTimeOffset? DetectedAt { get; init; }

    /// <summary>When a person took it on.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the fix was applied.</summary>
    public DateTimeOffset? MitigatedAt { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }
}
