using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Publishing;
using Operator.Runtime;

namespace Operator.Evidence;

/// <summary>Keeps the evidence of one resource in its ConfigMap <c>&lt;name&gt;-evidence</c>.</summary>
internal sealed class EvidenceStore(ObjectKey owner, OwnedConfigMaps configMaps)
{
    public const string FileKey = "evidence.json.gz";

    private readonly ObjectKey _configMap = new(owner.Namespace, ChildNames.Evidence(owner.Name));

    /// <summary>Reads the saved evidence. The file vouches for itself by its digest, whatever a status says.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="FailureException">EvidenceInvalid: it was edited or cannot be read. EvidenceTooNew: a later version of the operator wrote it. OutputConflict: the ConfigMap belongs to somebody else.</exception>
    public async Task<SavedEvidence?> LoadAsync(CancellationToken cancellationToken)
    {
        var saved = await configMaps.FindAsync(_configMap.Name, cancellationToken);
        if (saved is null)
        {
            return null;
        }

        return saved.BinaryData?.GetValueOrDefault(FileKey) is { } file
            ? EvidenceFile.Load(file, $"{FileKey} of ConfigMap {_configMap}")
            : throw new FailureException(Reasons.EvidenceInvalid, $"ConfigMap {_configMap} lacks {FileKey}", isTerminal: true);
    }

    /// <summary>Saves evidence, before any status speaks of it.</summary>
    /// <exception cref="FailureException">It is too large even when condensed, or cannot be written.</exception>
    public async Task<SavedEvidence> SaveAsync(IncidentEvidence evidence, CancellationToken cancellationToken)
    {
        var saved = EvidenceFile.Save(evidence);
        await KeepAsync(saved, cancellationToken);
        return saved;
    }

    /// <summary>Makes the ConfigMap hold a file that was loaded or saved.</summary>
    public Task KeepAsync(SavedEvidence saved, CancellationToken cancellationToken) => configMaps.EnsureAsync(
        new ConfigMapContent
        {
            Name = _configMap.Name,
            Labels = ChildLabels.Evidence,
            MadeOf = [saved.Digest],
            BinaryData = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [FileKey] = saved.File },
        },
        cancellationToken);
}
