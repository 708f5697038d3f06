namespace Operator.Sandbox.Replay;

/// <summary>What the query API is asked.</summary>
/// <param name="Endpoint"><c>query</c> or <c>query_range</c>.</param>
/// <param name="Shape">The query.</param>
/// <param name="Start">First evaluation of a range query in Unix seconds; null for an instant query.</param>
/// <param name="End">Evaluation time, or last evaluation, in Unix seconds.</param>
/// <param name="Step">Distance of evaluations in seconds; null for an instant query.</param>
internal sealed record ReplayQuery(string Endpoint, QueryShape Shape, decimal? Start, decimal End, decimal? Step)
{
    public ReplayQuery MovedBy(decimal seconds) => this with { Start = Start + seconds, End = End + seconds };
}
