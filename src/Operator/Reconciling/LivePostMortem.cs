using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Operator.Api;
using Operator.Api.Json;

namespace Operator.Reconciling;

/// <summary>A PostMortem as the API server has it; one that does not fit our types is told from one that is not there.</summary>
/// <param name="Resource">The resource, or null when it cannot be read.</param>
/// <param name="Metadata">What can be read of it anyway.</param>
/// <param name="Status">Its status, as far as that can be read.</param>
/// <param name="Problem">Why it cannot be read.</param>
internal sealed record LivePostMortem(PostMortem? Resource, LiveMetadata Metadata, PostMortemStatus? Status, string? Problem)
{
    /// <summary>The status as it is stored, so that nothing is lost of one that does not fit; only for a resource that cannot be read.</summary>
    public JsonElement? StoredStatus { get; init; }

    /// <summary>Fields of the spec that somebody wrote and that are not in it: the API server hides them, or they are lost.</summary>
    public IReadOnlyList<IReadOnlyList<string>> MissingFields { get; init; } = [];

    /// <summary>When somebody last changed the spec; null when that is not known.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    public bool IsDeleting => Metadata.DeletionTimestamp is not null;
}

/// <summary>The metadata that a reconcile needs whatever else an object holds.</summary>
internal sealed record LiveMetadata
{
    public string Uid { get; init; } = "";

    public string ResourceVersion { get; init; } = "";

    public long Generation { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyList<string>? Finalizers { get; init; }
}

/// <summary>What is left of an object that does not fit our types.</summary>
internal sealed record UnreadableObject
{
    public LiveMetadata Metadata { get; init; } = new();

    public JsonElement Status { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnreadableObject))]
internal sealed partial class LiveJsonContext : JsonSerializerContext;

/// <summary>Reads a live resource, or what can be read of it.</summary>
internal sealed class LivePostMortemConverter : JsonConverter<LivePostMortem>
{
    public override LivePostMortem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return ReadLive(json.RootElement) with
        {
            MissingFields = ManagedFields.Missing(json.RootElement),
            ChangedAt = ManagedFields.LastChanged(json.RootElement),
        };
    }

    public override void Write(Utf8JsonWriter writer, LivePostMortem value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Live resources are only read.");

    private static LivePostMortem ReadLive(JsonElement json)
    {
        try
        {
            var resource = json.Deserialize(PostMortemJsonContext.Default.PostMortem) ?? throw new JsonException("null");
            return new LivePostMortem(resource, Metadata(resource), resource.Status, null);
        }
        catch (JsonException e)
        {
            return Unreadable(json, e);
        }
    }

    /// <summary>A CRD older than this program, or changed by hand, lets such an object through.</summary>
    private static LivePostMortem Unreadable(JsonElement json, JsonException cause)
    {
        if (cause.Path?.StartsWith("$.status", StringComparison.Ordinal) == true)
        {
            // A status is ours to write anew; it keeps no spec from being read.
            try
            {
                var resource = WithoutStatus(json) with { Status = Status(json.GetProperty("status")) };
                return new LivePostMortem(resource, Metadata(resource), resource.Status, null);
            }
            catch (JsonException e)
            {
                cause = e;
            }
        }

        var left = json.Deserialize(LiveJsonContext.Default.UnreadableObject) ?? throw new JsonException("null", cause);
        return new LivePostMortem(null, left.Metadata, Status(left.Status), Problem(cause))
        {
            StoredStatus = left.Status.ValueKind == JsonValueKind.Object ? left.Status : null,
        };
    }

    private static PostMortem WithoutStatus(JsonElement json)
    {
        var rest = JsonObject.Create(json)!;
        rest.Remove("status");
        return rest.Deserialize(PostMortemJsonContext.Default.PostMortem)!;
    }

    private static LiveMetadata Metadata(PostMortem resource) => new()
    {
        Uid = resource.Metadata.Uid ?? "",
        ResourceVersion = resource.Metadata.ResourceVersion ?? "",
        Generation = resource.Metadata.Generation ?? 0,
        DeletionTimestamp = resource.Metadata.DeletionTimestamp,
        Finalizers = resource.Metadata.Finalizers is { } finalizers ? [.. finalizers] : null,
    };

    /// <summary>The status; of one that a later version wrote, without the members that do not fit.</summary>
    private static PostMortemStatus? Status(JsonElement status)
    {
        try
        {
            return status.ValueKind == JsonValueKind.Object ? status.Deserialize(PostMortemJsonContext.Default.PostMortemStatus) : null;
        }
        catch (JsonException)
        {
            var fitting = JsonObject.Create(status)!;
            foreach (var (name, value) in fitting.ToArray())
            {
                if (!Fits(name, value))
                {
                    fitting.Remove(name);
                }
            }

            return fitting.Deserialize(PostMortemJsonContext.Default.PostMortemStatus);
        }
    }

    private static bool Fits(string member, JsonNode? value)
    {
        try
        {
            _ = new JsonObject { [member] = value?.DeepClone() }.Deserialize(PostMortemJsonContext.Default.PostMortemStatus);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The serializer's own words name our types, which mean nothing to the person who must fix the resource.
    private static string Problem(JsonException e) =>
        $"{Field(e.Path)}: the value is not one that this version of the operator knows; apply the CustomResourceDefinition of this version, then correct the value";

    private static string Field(string? path) => path is null or "$" ? "spec" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
}
