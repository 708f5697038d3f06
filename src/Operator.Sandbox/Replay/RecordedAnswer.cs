using System.Text.Json.Nodes;

namespace Operator.Sandbox.Replay;

/// <summary>What a real Prometheus was asked, and its answer's <c>data</c>.</summary>
internal sealed record RecordedAnswer(ReplayQuery Query, JsonObject Data)
{
    public bool IsOverTime { get; } = (string?)Data["resultType"] is "matrix";
}
