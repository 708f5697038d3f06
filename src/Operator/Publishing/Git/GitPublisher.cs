using System.Text;
using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core;
using Operator.Publishing.Git.Fencing;
using Operator.Publishing.GitHub;
using Operator.Rendering.Templates;
using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>Publishes a document to the Git repository that the spec names.</summary>
/// <param name="resource">The resource.</param>
/// <param name="key">Its namespace and name.</param>
/// <param name="repositories">The repositories.</param>
/// <param name="now">The time of the reconcile, for a path by day of an incident whose beginning nobody knows.</param>
/// <param name="ensureMayAct">Throws when this process may not act any more.</param>
internal sealed class GitPublisher(PostMortem resource, ObjectKey key, GitRepositories repositories, DateTimeOffset now, Action ensureMayAct) : IPublisher
{
    public const string Type = "Git";
    public const string EvidenceKey = "evidence.json.gz";

    private const int MostEditedNamed = 20;
    private const int LongestToken = 1024;

    /// <summary>Why nothing may be published: it could not be removed as the spec asks; null when it may.</summary>
    public FailureException? Refusal { get; init; }

    /// <inheritdoc/>
    public bool IsWanted => resource.Spec.Outputs?.Git is not null;

    /// <inheritdoc/>
    public async Task<Publication?> PublishAsync(PublishedDocument document, CancellationToken cancellationToken) =>
        resource.Spec.Outputs?.Git is { } output ? Refusal is { } refusal ? throw refusal : await PublishAsync(output, document, cancellationToken) : null;

    private async Task<Publication> PublishAsync(GitOutputSpec output, PublishedDocument document, CancellationToken cancellationToken)
    {
        var (options, worker) = repositories.Require(output.Repository, key.Namespace);
        var previous = Previous(output.Repository, options.Root);
        var path = previous?.Location[(output.Repository.Length + 1)..] ?? NewPath(output, options, document);
        var isPublished = previous?.Revision is not null && resource.Status?.Document?.Digest == document.Document.Digest;
        var request = Request(options, path, previous?.Revision, document) with { Proposal = Proposal(output, options, previous, document) };
        var delivery = await worker.SubmitAsync(request, isPublished, cancellationToken);
        var publication = new Publication(Type, $"{output.Repository}/{delivery?.Path ?? path}", delivery is null ? PublicationState.Pending : PublicationState.Delivered) { Revision = delivery?.Revision, PullRequest = delivery?.PullRequest };
        if (delivery is null)
        {
            return publication with { Message = "waits for the next push" };
        }

        return delivery.Failure is { } failure ? throw failure
            : delivery.IsProposed ? Proposed(publication, options, delivery)
            : delivery.IsWithheld ? publication with { State = PublicationState.Withheld, Reason = Reasons.FileDeleted, Message = "somebody deleted the file, so it is not published; restore it (git revert), or publish it elsewhere by removing this output and adding it again with another path" }
            : delivery.Edited.Count == 0 ? AboutIndex(options, delivery, publication)
            : publication with { Reason = Reasons.HumanEdited, Message = $"people have edited {string.Join(", ", delivery.Edited.Take(MostEditedNamed))}; their text stays" };
    }

    private static Publication AboutIndex(GitRepositoryOptions options, GitDelivery delivery, Publication publication) =>
        delivery.IsIndexUnmarked ? publication with { Reason = Reasons.IndexUnmarked, Message = $"README.md of folder {options.Root} has no comments of the operator, or is not UTF-8, so it lists no post-mortems; rename it, or set index to false for the repository" }
        : delivery.IndexRefusal is { } refusal ? publication with { Reason = Reasons.IndexRefused, Message = $"the server refuses changes of README.md of folder {options.Root}, so it does not list the post-mortem: {refusal}; allow them, or set index to false for the repository" }
        : publication;

    private static Publication Proposed(Publication publication, GitRepositoryOptions options, GitDelivery delivery)
    {
        var (reason, message) = delivery.PullRequest switch
        {
            { State: PullRequestState.Declined } declined => (Reasons.PullRequestDeclined, $"somebody closed {declined.Url} without merging it, so that the document is not published; another value of annotation {PostMortemAnnotations.ReconcileAt} opens a new pull request"),
            { } open => (Reasons.PullRequestOpen, $"{open.Url} waits to be merged"),
            _ => (Reasons.PullRequestLimited, $"waits until one of the open pull requests of repository {options.Name} is merged or closed; {options.MaxOpenPullRequests} may be open (maxOpenPullRequests)"),
        };
        string[] edited = delivery.Edited.Count == 0 ? [] : [$"people have edited {string.Join(", ", delivery.Edited.Take(MostEditedNamed))} in it; their text stays"];
        return publication with { State = PublicationState.Proposed, Reason = reason, Message = string.Join("; ", [message, .. edited, .. delivery.Notes]) };
    }

    private Proposal? Proposal(GitOutputSpec output, GitRepositoryOptions options, OutputStatus? previous, PublishedDocument document)
    {
        if ((output.Strategy ?? options.Strategy) == GitStrategy.Push)
        {
            return null;
        }

        return options.Provider is null
            ? throw FailureException.OfSpec(Reasons.InvalidSpec, $"spec.outputs.git.strategy: PullRequest needs a repository on GitHub, and '{options.Name}' is not configured as one (provider: github)")
            : ProposalText.Of(resource, document.Document.Blocks, Token(), SaidBy(StatementSource.PullRequest), previous?.PullRequest, document.Figures);
    }

    private string Token() => resource.Metadata.Annotations?.TryGetValue(PostMortemAnnotations.ReconcileAt, out var value) == true ? Texts.Cut(value, LongestToken) : "";

    private Dictionary<string, bool> SaidBy(StatementSource source) => (resource.Status?.ActionItems ?? [])
        .Where(a => a.Statements?.FirstOrDefault(s => s.Source == source)?.State == FollowedState.Done).ToDictionary(a => a.Id, _ => true, StringComparer.Ordinal);

    private DateOnly Day(PublishedDocument document)
    {
        // A false alarm has no start. The fault may be older than the incident by years.
        var known = document.Figures.Timestamps?.FirstOrDefault(t => t.Name != IncidentTimestampName.IntroducedAt);
        var created = resource.Metadata.CreationTimestamp is { } utc ? new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) : now;
        return known is { Precision: >= TimePrecision.Day }
            ? LocalDays.Of(known.Time, TimeZones.OrUtc(resource.Spec.TimeZone))
            : DateOnly.FromDateTime((known?.Time ?? created).UtcDateTime);
    }

    private GitRequest Request(GitRepositoryOptions options, string path, string? revision, PublishedDocument document)
    {
        SortedDictionary<string, byte[]> companions = new(StringComparer.Ordinal)
        {
            [ConfigMapPublisher.StatusKey] = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(document.Figures, PostMortemJsonContext.Default.PostMortemStatus) + "\n"),
        };
        foreach (var chart in document.Document.Charts)
        {
            companions[chart.FileName] = Encoding.UTF8.GetBytes(chart.Svg);
        }

        if (document.Evidence is { } evidence)
        {
            companions[EvidenceKey] = evidence;
        }

        var entry = GitIndexEntry.Of(resource, document.Figures);
        var owner = new DocumentOwner(repositories.ClusterName, key.Namespace, key.Name);
        var reviewers = resource.Spec.Review?.Reviewers.Select(r => r.Name).ToList() ?? [];
        return new GitRequest(key, path, FencedDocument.Of(owner, document.Document.Blocks, reviewers) with { FrontMatter = options.FrontMatter ? GitIndexEntry.FrontMatter(resource, document.Figures) : [] }, companions)
        {
            PreviousRevision = revision,
            EnsureMayAct = ensureMayAct,
            Entry = entry,
            Said = Said(),
            IsAsked = Token() is { Length: > 0 } token && token != resource.Status?.LastHandledReconcileAt,
            HoldsArchive = resource.Status?.Document?.AdoptedFrom?.StartsWith(options.Name + "@", StringComparison.Ordinal) == true,
            AdoptClusters = revision is null || resource.Status?.Document?.AdoptedFrom == $"{options.Name}@{revision}" ? repositories.AdoptClusters : [],
        };
    }

    // By the status, so that what is told here is what is stored.
    private Dictionary<string, bool> Said()
    {
        var approvals = (resource.Status?.Approvals ?? []).Where(a => a.Source == ApprovalSource.Checkbox).Select(a => KeyValuePair.Create(FencedDocument.ReviewerKey(a.Reviewer), true));
        return SaidBy(StatementSource.Checkbox).Concat(approvals).ToDictionary(StringComparer.Ordinal);
    }

    // Where it was published first is where it stays, whatever becomes of the values in its path. With another root folder nothing is published there any more.
    private OutputStatus? Previous(string repository, string root) =>
        resource.Status?.Document?.Outputs?.FirstOrDefault(o => o.Type == Type && o.Location.StartsWith($"{repository}/{root}/", StringComparison.Ordinal));

    private string NewPath(GitOutputSpec output, GitRepositoryOptions options, PublishedDocument document)
    {
        var values = new PathValues(
            Day(document),
            repositories.ClusterName,
            key.Namespace,
            key.Name,
            GitPath.Segment(resource.Spec.IncidentID ?? key.Name),
            resource.Spec.Severity.ToString(),
            GitPath.Segment(resource.Spec.Services is [var first, ..] ? first : "") is { Length: > 0 } service ? service : "none");
        return $"{options.Root}/{Below(PathExpression.Evaluate(output.Path, values))}";
    }

    private static string Below(string path)
    {
        var segments = path.Split('/');
        var problem = GitPath.Problem(path)
            ?? (segments is [_, .., "README.md" or "index.md"] ? null : "must be a folder of the document's own and README.md or index.md in it");
        return problem is null ? path : throw FailureException.OfSpec(Reasons.PathUnsafe, $"spec.outputs.git.path: '{Texts.Line(path, 200)}' {problem}");
    }
}
