using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operator.Metrics;

/// <summary>
/// What metrics need to know of one PostMortem. It is read from the lists and watches of the API server, so every word is taken as it
/// stands: what another version wrote is counted, too.
/// </summary>
internal sealed record IncidentFacts
{
    /// <summary>When the resource was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public FactsSpec Spec { get; init; } = new();

    public FactsStatus Status { get; init; } = new();

    /// <summary>The facts of an object; null of one that does not look like a PostMortem at all.</summary>
    public static IncidentFacts? Read(JsonElement json)
    {
        try
        {
            var read = json.Deserialize(FactsJsonContext.Default.FactsObject);
            return read is null ? null : new IncidentFacts { CreatedAt = read.Metadata?.CreationTimestamp, Spec = read.Spec ?? new(), Status = read.Status ?? new() };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>When something happened, as far as it is known.</summary>
    public DateTimeOffset? TimeOf(string timestamp) => Status.Timestamps?.Find(t => t.Name == timestamp)?.Time;

    /// <summary>A condition; null when there is none yet.</summary>
    public FactsCondition? Condition(string type) => Status.Conditions?.Find(c => c.Type == type);
}

internal sealed record FactsObject
{
    public FactsMetadata? Metadata { get; init; }

    public FactsSpec? Spec { get; init; }

    public FactsStatus? Status { get; init; }
}

internal sealed record FactsMetadata
{
    public DateTimeOffset? CreationTimestamp { get; init; }
}

internal sealed record FactsSpec
{
    public string? Severity { get; init; }

    public List<string>? Services { get; init; }

    public string? TimeZone { get; init; }

    public FactsSource? Prometheus { get; init; }

    public List<FactsActionItem>? ActionItems { get; init; }
}

internal sealed record FactsSource
{
    public string? Source { get; init; }
}

internal sealed record FactsActionItem
{
    public string Id { get; init; } = "";

    public string? Owner { get; init; }

    public string? Priority { get; init; }
}

internal sealed record FactsStatus
{
    public string? Phase { get; init; }

    public FactsSummary? Summary { get; init; }

    public List<FactsTimestamp>? Timestamps { get; init; }

    public List<FactsDuration>? Durations { get; init; }

    public List<FactsSlo>? Slos { get; init; }

    public List<FactsItemState>? ActionItems { get; init; }

    public FactsEvidence? Evidence { get; init; }

    public List<FactsCondition>? Conditions { get; init; }
}

internal sealed record FactsSummary
{
    public string? State { get; init; }
}

internal sealed record FactsTimestamp
{
    public string? Name { get; init; }

    public DateTimeOffset? Time { get; init; }
}

internal sealed record FactsDuration
{
    public string Name { get; init; } = "";

    public double? Seconds { get; init; }
}

internal sealed record FactsSlo
{
    public string Name { get; init; } = "";

    public string? Window { get; init; }

    public double? BudgetConsumedPercent { get; init; }
}

internal sealed record FactsItemState
{
    public string Id { get; init; } = "";

    public string? State { get; init; }

    public DateOnly? DueDate { get; init; }

    public bool Overdue { get; init; }
}

internal sealed record FactsEvidence
{
    public string? State { get; init; }
}

internal sealed record FactsCondition
{
    public string? Type { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FactsObject))]
internal sealed partial class FactsJsonContext : JsonSerializerContext;
