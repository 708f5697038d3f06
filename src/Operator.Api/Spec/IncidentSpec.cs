using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Points in time that a person states. Each wins over what is measured; each may be left out.</summary>
[CelRule("has(self.precision) || !has(self.introducedAt) || !has(self.startedAt) || self.introducedAt <= self.startedAt", "startedAt must not be before introducedAt")]
[CelRule("has(self.precision) || !has(self.startedAt) || !has(self.mitigatedAt) || self.startedAt <= self.mitigatedAt", "mitigatedAt must not be before startedAt")]
[CelRule("has(self.precision) || !has(self.mitigatedAt) || !has(self.resolvedAt) || self.mitigatedAt <= self.resolvedAt", "resolvedAt must not be before mitigatedAt")]
[CelRule("has(self.precision) || !has(self.startedAt) || !has(self.resolvedAt) || self.startedAt <= self.resolvedAt", "resolvedAt must not be before startedAt")]
[CelRule("!has(self.ongoing) || !self.ongoing || !has(self.resolvedAt)", "ongoing must not be true when resolvedAt is set")]
public sealed record IncidentSpec
{
    /// <summary>When the fault was made that later showed, such as the release of a faulty version. For faults that slept.</summary>
    public DateTimeOffset? IntroducedAt { get; init; }

    /// <summary>When users began to be affected. With type Security: when the exposure began; a false alarm has none.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the incident was noticed.</summary>
    public DateTimeOffset? DetectedAt { get; init; }

    /// <summary>When a person took it on.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the fix was applied.</summary>
    public DateTimeOffset? MitigatedAt { get; init; }

    /// <summary>When it was over. Without it, without an alert that tells, and without ongoing, the end is not known.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How exactly these times are known. Default: each to the second.</summary>
    public IncidentPrecisionSpec? Precision { get; init; }

    /// <summary>Whether the incident goes on, as far as people know. Wins over alerts that have ended; not needed while an alert fires.</summary>
    [DefaultValue(false)]
    public bool Ongoing { get; init; }
}
