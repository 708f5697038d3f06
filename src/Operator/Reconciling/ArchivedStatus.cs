using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Evidence.Inputs;
using Operator.Publishing.Git;

namespace Operator.Reconciling;

/// <summary>
/// What may be believed of the status beside a published document, which anybody who may push can have written: nothing that no status can hold,
/// nothing that has not happened, and no approval but by the commits themselves.
/// </summary>
internal static class ArchivedStatus
{
    private const int LongestText = 400;

    /// <summary>What is taken over of it.</summary>
    /// <param name="archived">What the repository holds.</param>
    /// <param name="spec">The spec: what it does not name is not taken over.</param>
    /// <param name="now">The present.</param>
    public static PostMortemStatus Of(ArchivedDocument archived, PostMortemSpec spec, DateTimeOffset now)
    {
        var status = archived.Status ?? new PostMortemStatus();
        var items = spec.ActionItems.Select(a => status.ActionItems?.FirstOrDefault(s => s.Id == a.Id)).OfType<ActionItemStatus>().Select(a => Item(a, now)).ToList();
        return new PostMortemStatus
        {
            CreatedAt = Past(status.CreatedAt, now),
            ActionItems = items.Count == 0 ? null : items,
            Approvals = ApprovalBook.Hear(null, archived.SignOffs.Select(s => s.AsApproval()).OfType<ObservedApproval>(), spec.Review?.Reviewers ?? [], now),
            Evidence = status.Evidence is { } asOf && asOf.CollectedAt <= now && (asOf.Digest is null || PartInputs.AsksAnything(spec))
                ? new EvidenceStatus
                {
                    State = asOf.Digest is null ? EvidenceState.Collecting : asOf.State,
                    CollectedAt = asOf.CollectedAt,
                    Digest = asOf.Digest is { } digest ? Texts.Line(digest, LongestText) : null,
                }
                : null,
            Document = Document(status.Document, spec, now),
        };
    }

    private static DocumentStatus? Document(DocumentStatus? document, PostMortemSpec spec, DateTimeOffset now)
    {
        var (published, changed) = (Past(document?.PublishedAt, now), Past(document?.FiguresChangedAt, now));
        return (published ?? changed) is null ? null : new DocumentStatus
        {
            PublishedAt = published,
            ApprovedBy = published is null ? null : [.. spec.Review?.Reviewers.Select(r => r.Name).Where(n => document!.ApprovedBy?.Contains(n, StringComparer.Ordinal) == true) ?? []],
            FiguresChangedAt = changed,
        };
    }

    private static ActionItemStatus Item(ActionItemStatus item, DateTimeOffset now) => new()
    {
        Id = item.Id,
        State = item.State,
        CompletedAt = Past(item.CompletedAt, now),
        Statements = item.Statements?.Where(s => s.Time <= now).DistinctBy(s => s.Source).Select(s => s with { By = s.By is { } by ? Texts.Line(by, LongestText) : null }).ToList(),
        Issue = item.Issue is { } issue && issue.RequestedAt <= now && issue.Repository.Length <= LongestText && issue.Number is null or > 0
            ? item.Issue with { Url = item.Issue.Url is { } url ? Texts.Line(url, LongestText) : null, DuplicateOf = item.Issue.DuplicateOf is { } original ? Texts.Line(original, LongestText) : null, Problem = null }
            : null,
        Verification = item.Verification is { } verification && verification.Inputs.Length <= LongestText
            ? new VerificationStatus
            {
                State = verification.State,
                Since = Past(verification.Since, now),
                KnownUntil = Past(verification.KnownUntil, now),
                VerifiedAt = Past(verification.VerifiedAt, now),
                WatchedUntil = verification.WatchedUntil,
                Inputs = Texts.Line(verification.Inputs, LongestText),
            }
            : null,
    };

    private static DateTimeOffset? Past(DateTimeOffset? time, DateTimeOffset now) => time <= now ? time : null;
}
