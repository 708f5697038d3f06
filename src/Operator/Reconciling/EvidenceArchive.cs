using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Publishing;
using Operator.Runtime.Controllers;

namespace Operator.Reconciling;

/// <summary>Keeps evidence in the ConfigMap <c>&lt;name&gt;-evidence</c>.</summary>
internal static class EvidenceArchive
{
    public const string Key = "evidence.json.gz";

    /// <summary>Reads saved evidence and checks that it is what the status speaks of.</summary>
    /// <param name="round">The reconcile.</param>
    /// <param name="configMaps">The resource's ConfigMaps.</param>
    /// <param name="digest">From the status.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EvidenceException">It is gone, was edited, or cannot be read.</exception>
    public static async Task<IncidentEvidence> LoadAsync(ReconcileRound round, OwnedConfigMaps configMaps, string digest, CancellationToken cancellationToken)
    {
        var name = ChildNames.Evidence(round.Key.Name);
        var saved = await configMaps.FindAsync(name, cancellationToken);
        if (saved?.BinaryData?.GetValueOrDefault(Key) is not { } file)
        {
            throw Untrusted(saved is null ? $"ConfigMap {round.Key.Namespace}/{name} with the saved evidence is gone" : $"ConfigMap {round.Key.Namespace}/{name} lacks {Key}");
        }

        var evidence = EvidenceFile.Load(file, $"{Key} of ConfigMap {round.Key.Namespace}/{name}");
        return EvidenceFile.Digest(evidence) == digest
            ? evidence
            : throw Untrusted($"The evidence in ConfigMap {round.Key.Namespace}/{name} is not what the status speaks of");
    }

    /// <summary>Saves evidence, before any status speaks of it.</summary>
    /// <returns>Its digest.</returns>
    /// <exception cref="ReconcileException">It is too large even when condensed, or cannot be written.</exception>
    public static async Task<string> SaveAsync(ReconcileRound round, OwnedConfigMaps configMaps, IncidentEvidence evidence, CancellationToken cancellationToken)
    {
        var digest = EvidenceFile.Digest(evidence);
        var content = new ConfigMapContent
        {
            Name = ChildNames.Evidence(round.Key.Name),
            Labels = ChildLabels.Evidence,
            MadeOf = [digest],
            BinaryData = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [Key] = EvidenceFile.Save(evidence) },
        };
        await configMaps.EnsureAsync(content, cancellationToken);
        return digest;
    }

    private static EvidenceException Untrusted(string what) => new(Reasons.EvidenceInvalid, what);
}
