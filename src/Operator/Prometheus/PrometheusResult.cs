namespace Operator.Prometheus;

/// <summary>The answer to a query.</summary>
internal sealed record PrometheusResult
{
    /// <summary>What kind of value it is.</summary>
    public required PrometheusResultType Type { get; init; }

    /// <summary>The series, each set of labels once.</summary>
    public required IReadOnlyList<PrometheusSeries> Series { get; init; }

    /// <summary>What the server warns about, a partial answer included.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
