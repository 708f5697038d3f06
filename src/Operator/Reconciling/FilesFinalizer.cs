using System.Text;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Core;
using Operator.Publishing;
using Operator.Publishing.Git;
using Operator.Runtime;
using Operator.Runtime.Client;

namespace Operator.Reconciling;

/// <summary>
/// Keeps a deleted resource until its files in Git are removed, if spec.deletionPolicy is Delete. A resource that has no such files, or whose
/// files stay, has no finalizer, so that its deletion waits for nobody.
/// </summary>
internal sealed class FilesFinalizer(KubeApiClient client, GitRepositories git, TransitionEvents events)
{
    public const string Name = "postmortem.dev/published-files";

    /// <summary>Adds or removes the finalizer as the spec asks, before anything is published.</summary>
    /// <returns>Why the finalizer that is wanted could not be set, so that nothing may be published which would then stay; null when all is well.</returns>
    public async Task<FailureException?> AlignAsync(ObjectKey key, LivePostMortem live, CancellationToken cancellationToken)
    {
        var isWanted = live.Resource is { Spec: { DeletionPolicy: DeletionPolicy.Delete, Outputs.Git: not null } };
        if (live.Resource is { Spec.Suspend: false } && isWanted != Has(live))
        {
            try
            {
                await SetAsync(key, live, isWanted, cancellationToken);
            }
            catch (FailureException e)
            {
                return e;
            }
        }

        return null;
    }

    /// <summary>Removes the files of a resource that is being deleted, and then the finalizer.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="live">The resource as it was read.</param>
    /// <param name="ensureMayAct">Throws when this process may not act any more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether the resource may go; false while a removal is under way, after which the resource is looked at again.</returns>
    /// <exception cref="FailureException">The files cannot be removed now.</exception>
    public async Task<bool> ReleaseAsync(ObjectKey key, LivePostMortem live, Action ensureMayAct, CancellationToken cancellationToken)
    {
        if (!Has(live))
        {
            return true;
        }

        foreach (var (repository, path, isProposed) in live.Resource?.Spec.DeletionPolicy == DeletionPolicy.Delete ? Published(live) : [])
        {
            if (git.Find(repository) is not { } found)
            {
                events.RecordRelease(key, live.Metadata.Uid, new FailureException(
                    Reasons.FilesLeft, $"Git repository '{repository}' is no longer configured, so {(path.Length > 0 ? path : "what was published there")} stays; remove it by hand if it is not wanted"));
                continue;
            }

            var removal = GitRequest.Removal(key, path, git.ClusterName, isProposed && found.Options.Provider is not null) with { EnsureMayAct = ensureMayAct };
            var delivery = await found.Worker.SubmitAsync(removal, isPublished: true, cancellationToken);
            if (delivery is null)
            {
                return false;
            }

            // What is not ours, or cannot be told apart, stays; the rest is tried again.
            if (delivery.Failure is { Reason: not (Reasons.PathTaken or Reasons.PathUnsafe or Reasons.MarkersAmbiguous) } failure)
            {
                throw failure;
            }
        }

        await SetAsync(key, live, isWanted: false, cancellationToken);
        return true;
    }

    /// <summary>Where there are files of the resource: where the status says, and where a push may be of which it does not say anything yet.</summary>
    private IEnumerable<(string Repository, string Path, bool IsProposed)> Published(LivePostMortem live)
    {
        var output = live.Resource?.Spec.Outputs?.Git;
        var told = (live.Status?.Document?.Outputs ?? []).Where(o => o.Type == GitPublisher.Type).Select(o => (Parts: o.Location.Split('/', 2), o.PullRequest)).Select(o => (o.Parts[0], o.Parts[1], o.PullRequest is not null || IsProposed(o.Parts[0]))).ToList();
        return output is not null && !told.Exists(t => t.Item1 == output.Repository) ? told.Append((output.Repository, "", IsProposed(output.Repository))) : told;

        bool IsProposed(string repository) => output?.Repository == repository && (output.Strategy ?? git.Find(repository)?.Options.Strategy) == GitStrategy.PullRequest;
    }

    private static bool Has(LivePostMortem live) => live.Metadata.Finalizers?.Contains(Name, StringComparer.Ordinal) == true;

    private async Task SetAsync(ObjectKey key, LivePostMortem live, bool isWanted, CancellationToken cancellationToken)
    {
        var finalizers = (live.Metadata.Finalizers ?? []).Where(f => f != Name).Concat(isWanted ? [Name] : []);
        JsonObject patch = new()
        {
            ["metadata"] = new JsonObject
            {
                // Refused when somebody else's finalizer came or went in between.
                ["resourceVersion"] = live.Metadata.ResourceVersion,
                ["finalizers"] = new JsonArray([.. finalizers.Select(f => JsonValue.Create(f))]),
            },
        };
        try
        {
            await client.MergePatchAsync<byte[], LivePostMortem>(
                PostMortemReconciler.PostMortems, key, Encoding.UTF8.GetBytes(patch.ToJsonString()), OwnedConfigMaps.FieldManager, cancellationToken);
        }
        catch (KubeApiException e) when (e.IsNotFound && !isWanted)
        {
            // Somebody else has released it.
        }
        catch (KubeApiException e) when (e.IsForbidden)
        {
            throw new FailureException(
                Reasons.OutputUnavailable,
                $"spec.deletionPolicy: Delete with spec.outputs.git needs finalizer {Name}, which the operator may not set; grant it patch on postmortems, or set Retain",
                inner: e);
        }
    }
}
