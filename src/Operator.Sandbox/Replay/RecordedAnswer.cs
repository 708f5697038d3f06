using System.Text.Json.Nodes;

namespace Operator.Sandbox.Replay;

/// <summary>What a real Prometheus was asked, and its answer's <c>data</c>.</summary>
internal sealed record RecordedAnswer(ReplayQuery Query, JsonObject Data)
{
    /// <summary>Whether its values are times, which are moved as times are.</summary>
    public bool HoldsTimes { get; } = Query.Shape.Text.Contains("timestamp(", StringComparison.Ordinal);

    public bool IsOverTime { get; } = (string?)Data["resultType"] is "matrix";
}
