using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>The executive summary: five lines for people who read nothing else. Markdown.</summary>
public sealed record SummarySpec
{
    /// <summary>What happened.</summary>
    [Text(4096)]
    public string? Incident { get; init; }

    /// <summary>Whom it hurt and how much. Left blank, it is computed.</summary>
    [Text(4096)]
    public string? Impact { get; init; }

    /// <summary>What broke. Left blank, it is the root cause of the analysis.</summary>
    [Text(4096)]
    public string? RootCause { get; init; }

    /// <summary>How it was fixed.</summary>
    [Text(4096)]
    public string? Resolution { get; init; }

    /// <summary>How it will be prevented.</summary>
    [Text(4096)]
    public string? Prevention { get; init; }
}
