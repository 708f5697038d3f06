using Operator.Api;

namespace Operator.Cli;

/// <summary>What <c>render</c> was asked.</summary>
internal sealed record RenderRequest
{
    public required string File { get; init; }

    public string? PrometheusUrl { get; init; }

    public string? Evidence { get; init; }

    public string? SaveEvidence { get; init; }

    public string? Out { get; init; }

    public DateTimeOffset? Now { get; init; }

    public DocumentFormat Format { get; init; }

    public string? Config { get; init; }

    public string? Templates { get; init; }
}
