namespace Operator.Core.Documents.Model;

/// <summary>How it was noticed.</summary>
public sealed record DetectionModel
{
    /// <summary>Date, time and zone at which the alert fired, or somebody noticed.</summary>
    public string? AlertFired { get; init; }

    /// <summary>The alerts' names.</summary>
    public string? AlertName { get; init; }

    public required string Method { get; init; }

    /// <summary>Time to detect with its endpoints, or why there is none.</summary>
    public required string TimeToDetect { get; init; }

    public IReadOnlyList<AlertModel> Alerts { get; init; } = [];
}
