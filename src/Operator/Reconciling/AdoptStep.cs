using Operator.Api;
using Operator.Core;
using Operator.Evidence;
using Operator.Evidence.Inputs;
using Operator.Publishing;
using Operator.Publishing.Git;
using Operator.Runtime;

namespace Operator.Reconciling;

/// <summary>
/// Takes over what a repository holds of a post-mortem that this cluster knows nothing of: a resource that was applied to a new cluster or
/// restored into a namespace goes on where it was. What the cluster has itself is never replaced.
/// </summary>
internal sealed class AdoptStep(GitRepositories git)
{
    // People correct the beginning of an incident, but not by days.
    private static readonly TimeSpan Sameness = TimeSpan.FromDays(1);

    /// <summary>Takes it over, if there is something.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="resource">The resource as it was read.</param>
    /// <param name="store">Where evidence is kept.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The status with what was taken over; the one that was read when there is nothing.</returns>
    /// <exception cref="FailureException">The repository cannot be asked, or its document is that of another incident: then nothing may be published there.</exception>
    public async Task<PostMortemStatus?> RunAsync(ObjectKey key, PostMortem resource, IEvidenceStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (spec, status) = (resource.Spec, resource.Status);
        if (spec.Outputs?.Git?.Repository is not { } repository
            || status?.Document?.Outputs?.Any(o => o.Type == GitPublisher.Type && o.Location.StartsWith(repository + "/", StringComparison.Ordinal)) == true)
        {
            return status;
        }

        try
        {
            var request = GitRequest.Search(key, git.ClusterName, [.. spec.Review?.Reviewers.Select(r => r.Name) ?? []]) with { AdoptClusters = git.AdoptClusters };
            return await git.Require(repository, key.Namespace).Worker.FindAsync(request, cancellationToken) is { } archived
                ? await AdoptAsync(repository, archived, resource, store, now, cancellationToken)
                : status;
        }
        catch (FailureException e) when (MustWait(resource) && e.Reason is not (Reasons.PathTaken or Reasons.EvidenceTooNew))
        {
            throw new FailureException(
                e.Reason, $"{e.Message}; it may hold evidence of this resource, so nothing is collected before it answers", isTerminal: e.IsTerminal, retryAfter: e.RetryAfter, inner: e);
        }
    }

    /// <summary>Whether nothing at all is to be done before the repository has answered: what is collected now may be poorer than what it holds.</summary>
    public static bool MustWait(PostMortem resource) => resource.Status?.Document is null && PartInputs.AsksAnything(resource.Spec);

    private static async Task<PostMortemStatus?> AdoptAsync(
        string repository, ArchivedDocument archived, PostMortem resource, IEvidenceStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = resource.Status;
        if (archived.IsRemoved && !PartInputs.AsksAnything(resource.Spec))
        {
            return status;
        }

        var before = ArchivedStatus.Of(archived, resource.Spec, now);
        var created = resource.Metadata.CreationTimestamp is { } utc ? new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) : (DateTimeOffset?)null;
        if (!archived.IsRemoved && before.CreatedAt == created)
        {
            // It is this very resource, whose status was not written any more after a push.
            return status;
        }

        var sameness = SameIncident(resource.Spec.Incident, archived.Status?.Timestamps ?? []);
        if (sameness is { IsSame: false })
        {
            throw new FailureException(
                Reasons.PathTaken,
                $"Git repository '{repository}': {archived.Path} is the document of an earlier incident of this name, {sameness.Value.Other}; give this resource another name, or move that file out of the folder",
                isTerminal: true);
        }

        var hasEvidence = await AdoptEvidenceAsync(repository, archived, resource.Spec, isSame: sameness is not null, store, cancellationToken);

        // A document that was removed with its resource is not one that people deleted: it is published again.
        var output = new OutputStatus { Type = GitPublisher.Type, Location = $"{repository}/{archived.Path}", Revision = archived.IsRemoved || archived.IsProposed ? null : archived.Commit };
        return (status ?? new PostMortemStatus()) with
        {
            CreatedAt = status?.CreatedAt ?? before.CreatedAt ?? created,
            ActionItems = status?.ActionItems ?? before.ActionItems,
            Approvals = status?.Approvals ?? before.Approvals,

            // Where nothing was read, figures go on being as of the moment that the published document names. Where the file is lost, they are
            // not given up for poorer ones.
            Evidence = status?.Evidence ?? (hasEvidence ? null : before.Evidence ?? Unknown(archived, resource.Spec)),
            Document = (status?.Document ?? new DocumentStatus()) with
            {
                PublishedAt = status?.Document?.PublishedAt ?? before.Document?.PublishedAt,
                ApprovedBy = status?.Document?.ApprovedBy ?? before.Document?.ApprovedBy,
                AdoptedFrom = $"{repository}@{archived.Commit}",
                Outputs = [.. status?.Document?.Outputs ?? [], output],
            },
        };
    }

    /// <summary>What is to be said of evidence that cannot be read, where the status beside the document does not tell of it either: it may have been final.</summary>
    private static EvidenceStatus? Unknown(ArchivedDocument archived, PostMortemSpec spec) =>
        archived.IsRemoved || !PartInputs.AsksAnything(spec) || (archived.Evidence is null && archived.Status?.Summary is not null)
            ? null
            : new EvidenceStatus { State = EvidenceState.Frozen, Digest = "unknown" };

    /// <summary>Puts evidence of the repository into the cluster, if it has none.</summary>
    /// <returns>Whether there is evidence, or the spec asks for none that the repository has.</returns>
    private static async Task<bool> AdoptEvidenceAsync(string repository, ArchivedDocument archived, PostMortemSpec spec, bool isSame, IEvidenceStore store, CancellationToken cancellationToken)
    {
        if (!PartInputs.AsksAnything(spec))
        {
            return false;
        }

        if (await store.LoadAsync(cancellationToken) is not null)
        {
            return true;
        }

        if (archived.Evidence is not { Length: <= ConfigMapContent.MaxBytes } file)
        {
            return false;
        }

        SavedEvidence saved;
        try
        {
            saved = EvidenceFile.Load(file, $"{GitPublisher.EvidenceKey} beside {archived.Path}");
        }
        catch (FailureException e) when (e.Reason == Reasons.EvidenceInvalid)
        {
            // Nothing to take over; what can be collected is collected.
            return false;
        }

        if (PartContent.AnswersSome(spec, EvidenceVersions.WithInputs(saved.Evidence, spec, frozen: false)))
        {
            await store.KeepAsync(saved, cancellationToken);
        }
        else if (archived.IsRemoved || !isSame)
        {
            throw new FailureException(
                Reasons.PathTaken,
                $"Git repository '{repository}': {GitPublisher.EvidenceKey} in {archived.Path[..archived.Path.LastIndexOf('/')]} is what a former post-mortem of this name left, of other alerts, objectives or times; give this resource another name, or {(archived.IsRemoved ? "remove that file" : "move that folder's document out of it")}",
                isTerminal: true);
        }

        return true;
    }

    /// <summary>Whether the times in the spec are near those of the document, and which time the document has; null when no time is in both.</summary>
    private static (bool IsSame, string Other)? SameIncident(IncidentSpec? incident, IReadOnlyList<TimestampStatus> archived)
    {
        (IncidentTimestampName Name, DateTimeOffset? Time)[] stated =
        [
            (IncidentTimestampName.StartedAt, incident?.StartedAt), (IncidentTimestampName.DetectedAt, incident?.DetectedAt), (IncidentTimestampName.AcknowledgedAt, incident?.AcknowledgedAt),
            (IncidentTimestampName.MitigatedAt, incident?.MitigatedAt), (IncidentTimestampName.ResolvedAt, incident?.ResolvedAt), (IncidentTimestampName.IntroducedAt, incident?.IntroducedAt),
        ];
        var both = stated.Where(s => s.Time is not null).Join(archived, s => s.Name, a => a.Name, (s, a) => (a.Name, Other: a.Time, IsNear: (a.Time - s.Time!.Value).Duration() <= Sameness)).ToList();
        return both.Count == 0 ? null : (both.Exists(b => b.IsNear), $"{(both[0].Name == IncidentTimestampName.StartedAt ? "which began at" : $"of which the document has {both[0].Name} as")} {EvidenceVerdict.Text(both[0].Other)}");
    }
}
