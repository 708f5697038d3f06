namespace Operator.Prometheus;

/// <summary>An answer is larger than a cap.</summary>
/// <param name="limit">Which cap, as a phrase such as "5000 series".</param>
internal sealed class ResponseLimitException(string limit) : Exception($"the answer has more than {limit}")
{
    public string Limit { get; } = limit;
}
