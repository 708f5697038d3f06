using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Something that customers, or others outside of the response, were told.</summary>
public sealed record CommunicationSpec
{
    /// <summary>When they were told.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How exactly that time is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision Precision { get; init; }

    /// <summary>What they were told.</summary>
    [Text(1024, Minimum = 1)]
    public required string Message { get; init; }

    /// <summary>Who was told, such as "customers in Europe".</summary>
    [Text(200)]
    public string? Audience { get; init; }

    /// <summary>Where it can be read; an http or https URL.</summary>
    [Text(2048, Minimum = 1, Pattern = "^https?://[^ \\t\\r\\n]+$")]
    public string? Link { get; init; }
}
