using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>How the incident was noticed.</summary>
public sealed record DetectionSpec
{
    /// <summary>How it was noticed. Default: AutomatedAlert when alerts are given, else ManualDiscovery.</summary>
    public DetectionMethod? Method { get; init; }

    /// <summary>Who told of it, as a name or handle.</summary>
    [Text(200, Minimum = 1)]
    public string? ReportedBy { get; init; }

    /// <summary>What else there is to say about it, such as why monitoring was silent. Markdown.</summary>
    [Text(4096, Minimum = 1)]
    public string? Notes { get; init; }

    /// <summary>Where to look for the alerts. Default: an hour around the stated times, or from 24 hours before this resource was created until now.</summary>
    public SearchWindowSpec? SearchWindow { get; init; }

    /// <summary>The alerts that tell when the incident began, was noticed and ended.</summary>
    [Items(20)]
    public IReadOnlyList<AlertSpec> Alerts { get; set; } = [];
}
