using System.Text.Json.Serialization;
using Operator.Runtime.Client;

namespace Operator.Runtime.Events;

/// <summary>An <c>events.k8s.io/v1</c> Event as it is sent.</summary>
internal sealed class KubeEvent
{
    public string ApiVersion { get; set; } = ResourceType.Event.ApiVersion;

    public string Kind { get; set; } = ResourceType.Event.Kind;

    public EventMetadata Metadata { get; set; } = new();

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset EventTime { get; set; }

    public string ReportingController { get; set; } = "";

    public string ReportingInstance { get; set; } = "";

    public string Action { get; set; } = "";

    public string Reason { get; set; } = "";

    public EventRegarding Regarding { get; set; } = new();

    public string Note { get; set; } = "";

    public string Type { get; set; } = "";
}

internal sealed class EventMetadata
{
    public string Name { get; set; } = "";

    public string Namespace { get; set; } = "";
}

internal sealed class EventRegarding
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string? Namespace { get; set; }

    public string Name { get; set; } = "";

    public string Uid { get; set; } = "";
}

/// <summary>The patch that counts a repetition.</summary>
internal sealed record EventSeriesPatch(EventSeries Series);

internal sealed class EventSeries
{
    public int Count { get; set; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset LastObservedTime { get; set; }
}
