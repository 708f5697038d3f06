using System.Text.Json.Serialization;

namespace Operator.Facts;

/// <summary>The members of a PostMortem that facts are made of.</summary>
internal sealed record ObservedPostMortem
{
    public ObservedMetadata? Metadata { get; init; }

    public ObservedSpec? Spec { get; init; }

    public ObservedStatus? Status { get; init; }
}

internal sealed record ObservedMetadata
{
    public DateTimeOffset? CreationTimestamp { get; init; }

    public long? Generation { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }
}

internal sealed record ObservedSpec
{
    public string? Severity { get; init; }

    public List<string>? Services { get; init; }

    public string? TimeZone { get; init; }

    public ObservedSource? Prometheus { get; init; }

    public List<ObservedActionItem>? ActionItems { get; init; }
}

internal sealed record ObservedSource
{
    public string? Source { get; init; }
}

internal sealed record ObservedActionItem
{
    public string Id { get; init; } = "";

    public string? Owner { get; init; }

    public string? Priority { get; init; }
}

internal sealed record ObservedStatus
{
    public long? ObservedGeneration { get; init; }

    public string? Phase { get; init; }

    public ObservedSummary? Summary { get; init; }

    public List<ObservedTimestamp>? Timestamps { get; init; }

    public List<ObservedDuration>? Durations { get; init; }

    public List<ObservedSlo>? Slos { get; init; }

    public List<ObservedItemState>? ActionItems { get; init; }

    public ObservedEvidence? Evidence { get; init; }

    public ObservedDocument? Document { get; init; }

    public string? LastHandledReconcileAt { get; init; }

    public string? LastHandledRefreshAt { get; init; }

    public List<ObservedCondition>? Conditions { get; init; }
}

internal sealed record ObservedSummary
{
    public string? State { get; init; }
}

internal sealed record ObservedTimestamp
{
    public string? Name { get; init; }

    public DateTimeOffset? Time { get; init; }
}

internal sealed record ObservedDuration
{
    public string? Name { get; init; }

    public double? Seconds { get; init; }
}

internal sealed record ObservedSlo
{
    public string Name { get; init; } = "";

    public string? Window { get; init; }

    public double? BudgetConsumedPercent { get; init; }
}

internal sealed record ObservedItemState
{
    public string Id { get; init; } = "";

    public string? State { get; init; }

    public DateOnly? DueDate { get; init; }
}

internal sealed record ObservedEvidence
{
    public string? State { get; init; }
}

internal sealed record ObservedDocument
{
    public string? Digest { get; init; }
}

internal sealed record ObservedCondition
{
    public string? Type { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ObservedPostMortem))]
[JsonSerializable(typeof(ObservedConfigMap))]
[JsonSerializable(typeof(RestRecord))]
internal sealed partial class FactsJsonContext : JsonSerializerContext;
