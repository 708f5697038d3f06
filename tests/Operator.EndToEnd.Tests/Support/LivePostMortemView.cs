using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Runtime.Conditions;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>A PostMortem as a test looks at it.</summary>
public sealed record LivePostMortemView(string Uid, long Generation, PostMortemStatus? Status)
{
    public bool IsCurrent => Status?.ObservedGeneration == Generation;

    /// <summary>Whether a reconcile of this generation has ended, well or not.</summary>
    public bool IsReconciled => Condition(ConditionTypes.Ready)?.ObservedGeneration == Generation;

    public bool IsFrozen => Status?.Evidence?.State == EvidenceState.Frozen;

    public static async Task<LivePostMortemView?> FindAsync(KubeApiClient client, ObjectKey key) =>
        await client.FindAsync<LivePostMortem>(PostMortemReconciler.PostMortems, key, CancellationToken.None) is { } live
            ? new LivePostMortemView(live.Metadata.Uid, live.Metadata.Generation, live.Status)
            : null;

    public bool Is(string condition) => Condition(condition)?.Status == ConditionStatus.True;

    public string? Reason(string condition) => Condition(condition)?.Reason;

    public string? Message(string condition) => Condition(condition)?.Message;

    public override string ToString() => $"generation {Generation}, {JsonSerializer.Serialize(Status, PostMortemJsonContext.Default.PostMortemStatus)}";

    private k8s.Models.V1Condition? Condition(string type) => Status?.Conditions?.FirstOrDefault(c => c.Type == type);
}
