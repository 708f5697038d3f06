using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;
using Operator.Publishing.GitHub.Issues;
using Operator.Publishing;
using Operator.Publishing.Git;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Runtime.Conditions;

namespace Operator.Reconciling;

/// <summary>Says in one write, and only when there is something new, how far a resource has come.</summary>
internal sealed class StatusStep(KubeApiClient client, TransitionEvents events, TimeProvider time)
{
    private readonly StatusWriter _writer = new(client, PostMortemReconciler.PostMortems, OwnedConfigMaps.FieldManager);

    /// <summary>Completes the conditions and writes the status; events follow what was written.</summary>
    /// <returns>Whether something was written.</returns>
    public async Task<bool> RunAsync(ReconcileRound round, Outcome outcome, CancellationToken cancellationToken)
    {
        var status = StatusBuilder.Build(round.Resource.Status, round, outcome);
        var uid = round.Resource.Metadata.Uid;
        if (!await _writer.WriteAsync(round.Key, uid, round.Resource.Status, status, cancellationToken))
        {
            return false;
        }

        events.Record(round.Key, uid, round.Previous.Conditions, status.Conditions!);
        if (outcome.FollowUp is { } followUp)
        {
            events.Record(round.Key, uid, ActionItemChanges.Between(round.Previous.ActionItems, status.ActionItems ?? [], followUp));
        }

        return true;
    }

    /// <summary>
    /// Writes what was taken over from a repository, and what people say by boxes, before anything is published that rests on it: a document
    /// in which a box is as the operator would write it tells no more that a person set it.
    /// </summary>
    /// <returns>The status as it is then; the one that was read when there is nothing new.</returns>
    public async Task<PostMortemStatus?> TakeOverAsync(
        ObjectKey key, LivePostMortem live, PostMortemStatus? adopted, IReadOnlyList<BoxStatement> boxes, IReadOnlyList<IssueAnswer> told, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = Hear(Hear(live.Resource!.Spec, adopted, boxes, now), told, now);
        if (status is null || ReferenceEquals(status, live.Status))
        {
            return live.Status;
        }

        await _writer.WriteAsync(key, live.Metadata.Uid, live.Status, status, cancellationToken);
        return status;
    }

    private static PostMortemStatus? Hear(PostMortemSpec spec, PostMortemStatus? status, IReadOnlyList<BoxStatement> boxes, DateTimeOffset now)
    {
        if (boxes.Count == 0 || status is not { ActionItems: { } known })
        {
            return status;
        }

        var statements = boxes.Select(b => b.AsStatement()).OfType<ObservedStatement>().ToList();
        var items = known.Select(a => StatementBook.Hear(a, statements, now)).ToList();
        var approvals = ApprovalBook.Hear(status.Approvals, boxes.Select(b => b.AsApproval()).OfType<ObservedApproval>(), spec.Review?.Reviewers ?? [], now);
        return ReferenceEquals(approvals, status.Approvals) && items.SequenceEqual(known, ReferenceEqualityComparer.Instance) ? status : status with { ActionItems = items, Approvals = approvals };
    }

    private static PostMortemStatus? Hear(PostMortemStatus? status, IReadOnlyList<IssueAnswer> told, DateTimeOffset now)
    {
        if (told.Count == 0 || status is not { ActionItems: { } known })
        {
            return status;
        }

        var statements = told.Select(t => t.Said).OfType<ObservedStatement>().ToList();
        var items = known.Select(a => WithIssue(StatementBook.Hear(a, statements, now), told.FirstOrDefault(t => t.Item == a.Id))).ToList();
        return items.SequenceEqual(known, ReferenceEqualityComparer.Instance) ? status : status with { ActionItems = items };
    }

    private static ActionItemStatus WithIssue(ActionItemStatus item, IssueAnswer? answer) =>
        answer is null || item.Issue is null || item.Issue == answer.Status || item.Issue.Repository != answer.Status.Repository ? item : item with { Issue = answer.Status };

    /// <summary>Says in an event that a bot closed an issue, which says nothing of the action item.</summary>
    public void TellOfBot(ReconcileRound round, IssueAnswer answer) =>
        events.RecordBot(round.Key, round.Resource.Metadata.Uid, answer.Item, $"{answer.Item}: {answer.ClosedByBot} closed issue #{answer.Status.Number}; the action item stays as it was");

    /// <summary>Says why a resource must not be written, in an event, which is an object of its own.</summary>
    public void Hold(ObjectKey key, string uid, FailureException fault) => events.RecordHold(key, uid, fault);

    /// <summary>Says of a resource that cannot be read that it cannot be read. All else that its status holds stays: evidence cannot be had again.</summary>
    public Task RefuseAsync(ObjectKey key, LivePostMortem live, FailureException fault, CancellationToken cancellationToken) => SayAsync(key, live, fault, cancellationToken);

    /// <summary>Says of a resource that is being deleted why it is still there.</summary>
    public Task SayWhyItStaysAsync(ObjectKey key, LivePostMortem live, FailureException fault, CancellationToken cancellationToken) => SayAsync(
        key, live, new FailureException(fault.Reason, $"It is being deleted, and its files in Git cannot be removed: {fault.Message}", fault.IsTerminal, fault.RetryAfter, fault), cancellationToken);

    private async Task SayAsync(ObjectKey key, LivePostMortem live, FailureException fault, CancellationToken cancellationToken)
    {
        var refused = StatusBuilder.Refused(live.Status, live.Metadata.Generation, fault, time.GetUtcNow());
        var changed = JsonSerializer.SerializeToNode(refused, PostMortemJsonContext.Default.PostMortemStatus)!.AsObject();
        var status = live.StoredStatus is { } stored ? JsonObject.Create(stored)! : [];
        foreach (var (name, value) in changed)
        {
            status[name] = value?.DeepClone();
        }

        var before = live.StoredStatus is { } read ? Encoding.UTF8.GetBytes(read.GetRawText()) : null;
        await _writer.WriteJsonAsync(key, live.Metadata.Uid, before, Encoding.UTF8.GetBytes(status.ToJsonString()), cancellationToken);
    }
}
