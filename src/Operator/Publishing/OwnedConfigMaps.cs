using System.Text.Json;
using Operator.Api;
using Operator.Core;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;

namespace Operator.Publishing;

/// <summary>
/// The ConfigMaps of one PostMortem during one reconcile: read at most once, written only when they lack something, and never
/// touched when they belong to somebody else.
/// </summary>
internal sealed class OwnedConfigMaps(
    KubeApiClient client, ResourceOwner owner, ReconcileContext context, OwnerMemory memory, OutputClaims claims)
{
    public const string FieldManager = "postmortem-operator";

    /// <summary>The PostMortem.</summary>
    public ResourceOwner Owner => owner;

    private readonly Dictionary<string, ConfigMapObject?> _read = new(StringComparer.Ordinal);

    /// <summary>Reads a ConfigMap of ours; null when there is none.</summary>
    /// <exception cref="FailureException">It belongs to somebody else.</exception>
    public async Task<ConfigMapObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(name, out var found))
        {
            found = await client.FindAsync<ConfigMapObject>(ResourceType.ConfigMap, Key(name), cancellationToken);
            _read.Add(name, found);
        }

        if (found is not null)
        {
            EnsureOurs(found);
        }

        return found;
    }

    /// <summary>Whether a ConfigMap of ours of that name was seen.</summary>
    public bool Exists(string name) => ObservedVersion(name) is not null;

    /// <summary>Makes the ConfigMap hold the content, with one read and one write at most, and none when it is known to hold it.</summary>
    /// <exception cref="FailureException">It belongs to somebody else, or cannot be written.</exception>
    public async Task EnsureAsync(ConfigMapContent content, CancellationToken cancellationToken)
    {
        var name = content.Name;
        var digest = content.Digest();
        var known = memory.Child(name);
        var isCurrent = known is not null && known.ResourceVersion == ObservedVersion(name);
        if (isCurrent && known!.Digest == digest)
        {
            return;
        }

        // Whoever wrote it last was us, so there is nothing to find out before replacing it.
        var version = isCurrent && !_read.ContainsKey(name) ? known!.ResourceVersion : null;
        if (version is null && await FindAsync(name, cancellationToken) is { } existing)
        {
            version = existing.Metadata.ResourceVersion;
            if (content.IsWithin(existing, owner))
            {
                memory.Remember(name, digest, version!);
                return;
            }
        }

        if (version is null && !claims.TryClaim(Key(name), owner, out var holder))
        {
            throw Conflict(name, $"is being written for PostMortem {holder.Name}");
        }

        var written = await ApplyAsync(content, version, cancellationToken);
        memory.Remember(name, digest, written);
        _read.Remove(name);
    }

    /// <summary>Removes what was published before under another name than this one. Evidence stays.</summary>
    public async Task RemoveOthersAsync(string? wanted, CancellationToken cancellationToken)
    {
        var evidence = ChildNames.Evidence(owner.Key.Name);
        foreach (var former in memory.Children.Select(c => c.Name).Where(n => n != wanted && n != evidence).ToArray())
        {
            await RemoveAsync(former, cancellationToken);
        }
    }

    // Only if it is still ours.
    private async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var found = await client.FindAsync<ConfigMapObject>(ResourceType.ConfigMap, Key(name), cancellationToken);
        if (found is not null && IsOurs(found) && found.Metadata.OwnerReferences is { Count: > 0 } && found.Metadata.DeletionTimestamp is null)
        {
            var preconditions = new DeletePreconditions(found.Metadata.Uid, found.Metadata.ResourceVersion);
            await client.DeleteAsync(ResourceType.ConfigMap, Key(name), preconditions, cancellationToken);
        }

        memory.Forget(name);
        claims.Release(Key(name), owner);
    }

    private async Task<string> ApplyAsync(ConfigMapContent content, string? version, CancellationToken cancellationToken)
    {
        var body = new ConfigMapObject
        {
            Metadata = new ConfigMapMetadata
            {
                Name = content.Name,
                Namespace = owner.Key.Namespace,

                // Refused when somebody wrote in between. A new one cannot be guarded so, but then there are no fields to take.
                ResourceVersion = version,
                Labels = content.Labels,
                Annotations = content.Annotations.Count > 0 ? content.Annotations : null,
                OwnerReferences = content.IsOwned ? [owner.Reference()] : null,
            },
            Data = content.Data,
            BinaryData = content.BinaryData.Count > 0 ? content.BinaryData : null,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ConfigMapJson.Instance.ConfigMapObject);
        using var write = context.BeginWrite(ResourceType.ConfigMap, Key(content.Name));
        try
        {
            var stored = await client.ApplyAsync(
                ResourceType.ConfigMap, Key(content.Name), json, FieldManager, force: version is not null, subresource: null, cancellationToken);
            write?.Complete(stored);
            return stored;
        }
        catch (KubeApiException e) when (e.IsInvalid && e.Message.Contains("ownerReferences", StringComparison.Ordinal))
        {
            throw Conflict(content.Name, "was taken by somebody else in this moment");
        }
        catch (KubeApiException e) when (e.IsInvalid && e.Message.Contains("immutable", StringComparison.Ordinal))
        {
            throw Conflict(content.Name, "is immutable and holds something else");
        }
        catch (KubeApiException e) when (e.IsInvalid || e.StatusCode == 413)
        {
            var wayOut = content.Name == ChildNames.Evidence(owner.Key.Name) ? "narrow the alerts by labels or matchers" : "leave formats out in spec.outputs.configMap.formats, or shorten the spec's texts";
            throw new FailureException(Reasons.DocumentTooLarge, $"The API server refuses ConfigMap {Key(content.Name)}: {e.Message}; {wayOut}", isTerminal: true, inner: e);
        }
    }

    private string? ObservedVersion(string name) =>
        context.Owned.GetValueOrDefault(ResourceType.ConfigMap)?.Find(Key(name))?.ResourceVersion;

    private void EnsureOurs(ConfigMapObject found)
    {
        var name = found.Metadata.Name;
        if (!IsOurs(found))
        {
            throw NotOurs(found);
        }

        if (found.Metadata.DeletionTimestamp is not null)
        {
            throw new FailureException(Reasons.OutputUnavailable, $"ConfigMap {Key(name)} is being deleted; it will be written again once it is gone");
        }
    }

    private bool IsOurs(ConfigMapObject found)
    {
        var owners = found.Metadata.OwnerReferences ?? [];
        return owners.Any(o => o.Uid == owner.Uid) ? owners.All(o => o.Controller != true || o.Uid == owner.Uid) : owners.Count == 0 && IsOrphan(found);
    }

    /// <summary>Written by the operator and owned by nobody: it outlived a PostMortem of this name, or a backup brought it back without owners.</summary>
    private bool IsOrphan(ConfigMapObject found)
    {
        var labels = found.Metadata.Name == ChildNames.Evidence(owner.Key.Name) ? ChildLabels.Evidence : ChildLabels.Document;
        return labels.All(l => found.Metadata.Labels?.GetValueOrDefault(l.Key) == l.Value);
    }

    private FailureException NotOurs(ConfigMapObject found)
    {
        var name = found.Metadata.Name;
        var controller = found.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true);
        if (controller is { Kind: PostMortem.KindName } && controller.Name == owner.Key.Name)
        {
            return new FailureException(
                Reasons.OutputUnavailable,
                $"ConfigMap {Key(name)} belongs to a former PostMortem of this name; waiting for Kubernetes to collect it");
        }

        return Conflict(name, controller is null ? "exists and has no owner" : $"belongs to {controller.Kind} {controller.Name}");
    }

    private FailureException Conflict(string name, string why) => name == ChildNames.Evidence(owner.Key.Name)
        ? new(Reasons.EvidenceConflict, $"ConfigMap {Key(name)}, which is to hold the evidence, {why}: remove it, or give this PostMortem another name", isTerminal: true)
        : new(Reasons.OutputConflict, $"ConfigMap {Key(name)} {why}: name another in spec.outputs.configMap.name, or remove that one", isTerminal: true);

    private ObjectKey Key(string name) => new(owner.Key.Namespace, name);
}
