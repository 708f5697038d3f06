using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Publishing;
using Operator.Runtime;

namespace Operator.Evidence;

/// <summary>
/// Keeps the evidence of one resource in its ConfigMap <c>&lt;name&gt;-evidence</c>. The ConfigMap outlives the resource unless
/// spec.deletionPolicy is Delete, and a resource of the same namespace, name and questions takes it over.
/// </summary>
internal sealed class EvidenceStore(PostMortem resource, OwnedConfigMaps configMaps) : IEvidenceStore
{
    public const string FileKey = "evidence.json.gz";

    private readonly ObjectKey _configMap = new(configMaps.Owner.Key.Namespace, ChildNames.Evidence(configMaps.Owner.Key.Name));

    /// <summary>Reads the saved evidence. The file can be verified by its digest, whatever a status says.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="FailureException">EvidenceInvalid: it was edited or cannot be read. EvidenceTooNew: a later version of the operator wrote it. OutputConflict: the ConfigMap belongs to somebody else.</exception>
    public async Task<SavedEvidence?> LoadAsync(CancellationToken cancellationToken)
    {
        if (await configMaps.FindAsync(_configMap.Name, cancellationToken) is not { } found)
        {
            return null;
        }

        if (found.BinaryData?.GetValueOrDefault(FileKey) is not { } file)
        {
            throw new FailureException(Reasons.EvidenceInvalid, $"ConfigMap {_configMap} lacks {FileKey}", isTerminal: true);
        }

        var saved = EvidenceFile.Load(file, $"{FileKey} of ConfigMap {_configMap}");
        return IsOfThisLife(found) || PartContent.AnswersSome(resource.Spec, EvidenceVersions.WithInputs(saved.Evidence, resource.Spec, frozen: false)) ? saved : throw new FailureException(
            Reasons.EvidenceConflict,
            $"ConfigMap {_configMap} holds evidence that a former PostMortem of this name left, of other alerts, objectives or times: "
            + $"delete it if it is not needed (kubectl delete configmap {_configMap.Name} -n {_configMap.Namespace}), or give this PostMortem another name",
            isTerminal: true);
    }

    /// <summary>Saves evidence, before any status speaks of it.</summary>
    /// <exception cref="FailureException">It is too large even when condensed, or cannot be written.</exception>
    public async Task<SavedEvidence> SaveAsync(IncidentEvidence evidence, CancellationToken cancellationToken)
    {
        var saved = EvidenceFile.Save(evidence);
        await KeepAsync(saved, cancellationToken);
        return saved;
    }

    /// <summary>Makes the ConfigMap hold a file that was loaded or saved, as spec.deletionPolicy asks.</summary>
    public Task KeepAsync(SavedEvidence saved, CancellationToken cancellationToken) => configMaps.EnsureAsync(
        new ConfigMapContent
        {
            Name = _configMap.Name,
            Labels = ChildLabels.Evidence,
            Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [PostMortemAnnotations.EvidenceOf] = configMaps.Owner.Key.Name,
                [PostMortemAnnotations.EvidenceOfUid] = configMaps.Owner.Uid,
            },
            IsOwned = resource.Spec.DeletionPolicy == DeletionPolicy.Delete,
            MadeOf = [saved.Digest],
            BinaryData = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [FileKey] = saved.File },
        },
        cancellationToken);

    /// <summary>Applies spec.deletionPolicy to evidence that the spec asks nothing of any more, if there is some.</summary>
    public async Task KeepUnaskedAsync(CancellationToken cancellationToken)
    {
        if (!configMaps.Exists(_configMap.Name))
        {
            return;
        }

        try
        {
            if (await LoadAsync(cancellationToken) is { } saved)
            {
                await KeepAsync(saved, cancellationToken);
            }
        }
        catch (FailureException e) when (e.IsTerminal)
        {
            // Whatever is there is not needed, and stays.
        }
    }

    private bool IsOfThisLife(ConfigMapObject found) =>
        found.Metadata.Annotations?.GetValueOrDefault(PostMortemAnnotations.EvidenceOfUid) == configMaps.Owner.Uid
        || found.Metadata.OwnerReferences?.Any(o => o.Uid == configMaps.Owner.Uid) == true;
}
