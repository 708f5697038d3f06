namespace Operator.Core.Documents.Model;

/// <summary>How it was noticed.</summary>
public sealed record DetectionModel
{
    /// <summary>Date, time and zone at which the first alert fired; that none did, where one was looked for; null when nobody speaks of an alert.</summary>
    public string? AlertFired { get; init; }

    /// <summary>The names of the alerts that were looked for or found.</summary>
    public IReadOnlyList<string> AlertNames { get; init; } = [];

    /// <summary>Date, time and zone at which somebody, or something, first noticed, and who tells so; null when that is not known.</summary>
    public string? Detected { get; init; }

    /// <summary>How it was noticed; null when that is not known.</summary>
    public string? Method { get; init; }

    /// <summary>Who told of it.</summary>
    public string? ReportedBy { get; init; }

    public AuthorMarkdown? Notes { get; init; }

    /// <summary>Time to detect, or why there is none; null for what has no start.</summary>
    public string? TimeToDetect { get; init; }

    public IReadOnlyList<AlertModel> Alerts { get; init; } = [];
}
