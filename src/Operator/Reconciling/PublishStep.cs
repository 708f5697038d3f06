using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.FollowUp;
using Operator.Publishing;

namespace Operator.Reconciling;

/// <summary>Delivers the document, then takes away what was delivered elsewhere before.</summary>
internal static class PublishStep
{
    /// <summary>Delivers, and sets Published.</summary>
    /// <returns>Where the document is now.</returns>
    public static async Task<IReadOnlyList<OutputStatus>> RunAsync(
        ReconcileRound round, OwnedConfigMaps configMaps, EvidenceInHand evidence, FollowUpReport followUp, RenderedDocument document, OwnerMemory memory, CancellationToken cancellationToken)
    {
        var name = ConfigMapPublisher.NameFor(round.Resource);
        if (name is not null)
        {
            var figures = StatusBuilder.Published(evidence, followUp);
            await ConfigMapPublisher.PublishAsync(configMaps, name, round.Resource.Spec.Outputs?.ConfigMap, document, figures, cancellationToken);
        }

        var evidenceName = ChildNames.Evidence(round.Key.Name);
        foreach (var former in memory.Children.Select(c => c.Name).Where(n => n != name && n != evidenceName).ToArray())
        {
            await configMaps.RemoveAsync(former, cancellationToken);
        }

        return Delivered(round);
    }

    /// <summary>Says of a delivered document where it is.</summary>
    public static IReadOnlyList<OutputStatus> Delivered(ReconcileRound round)
    {
        var name = ConfigMapPublisher.NameFor(round.Resource);
        round.Succeed(ConditionTypes.Published, Reasons.Succeeded, name is null ? "No output is configured" : $"Published to ConfigMap {round.Key.Namespace}/{name}");
        return name is null ? [] : [new OutputStatus { Type = "ConfigMap", Location = $"{round.Key.Namespace}/{name}" }];
    }
}
