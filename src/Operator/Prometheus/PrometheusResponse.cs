namespace Operator.Prometheus;

/// <summary>What an answer's envelope says, before anyone judges it.</summary>
internal sealed record PrometheusResponse
{
    public string? Status { get; init; }

    public string? ErrorType { get; init; }

    public string? Error { get; init; }

    public bool IsPartial { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public string? ResultType { get; init; }

    public bool HasResult { get; init; }

    public bool HasHistograms { get; init; }

    public PrometheusSample? Scalar { get; init; }

    public IReadOnlyList<PrometheusSeries> Series { get; init; } = [];
}
