using Operator.Api;
using Operator.Core;
using Operator.Publishing;
using Operator.Runtime.Conditions;

namespace Operator.Reconciling;

/// <summary>Has every publisher deliver the document, and folds what they say into one condition.</summary>
internal static class PublishStep
{
    /// <summary>Delivers, and sets Published. A publisher that fails does not keep the others from their turn.</summary>
    /// <returns>Where the document is now; null when it is neither delivered nor proposed everywhere.</returns>
    public static async Task<Delivered?> RunAsync(
        ReconcileRound round, IReadOnlyList<IPublisher> publishers, PublishedDocument document, CancellationToken cancellationToken)
    {
        List<Publication> publications = [];
        List<FailureException> failures = [];
        foreach (var publisher in publishers)
        {
            try
            {
                publications.AddRange(await publisher.PublishAsync(document, cancellationToken) is { } publication ? [publication] : []);
            }
            catch (Exception e) when (Faults.Of(e) is { } failure)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            round.Fail(ConditionTypes.Published, failures[0]);
            round.Faults.AddRange(failures.Skip(1));
            return null;
        }

        round.Conditions.Set(ConditionTypes.Published, Fold(publications));
        round.AwaitsDelivery = publications.Exists(p => p.State == PublicationState.Pending);
        return publications.Exists(p => p.State is PublicationState.Pending or PublicationState.Withheld)
            ? null
            : new Delivered(
                [.. publications.Select(p => new OutputStatus { Type = p.Type, Location = p.Location, Revision = p.Revision, PullRequest = p.PullRequest })],
                publications.Count > 0 && publications.TrueForAll(p => p.State == PublicationState.Delivered));
    }

    private static Finding Fold(List<Publication> publications)
    {
        if (publications.Find(p => p.State == PublicationState.Pending) is { } pending)
        {
            return new Finding(ConditionStatus.False, Reasons.UpdatePending, $"{pending.Type} {pending.Location}: {pending.Message}");
        }

        if (publications.Find(p => p.State is PublicationState.Withheld or PublicationState.Proposed) is { } withheld)
        {
            return new Finding(ConditionStatus.False, withheld.Reason!, $"{withheld.Type} {withheld.Location}: {withheld.Message}");
        }

        var where = string.Join(", ", publications.Select(p => $"{p.Type} {p.Location}"));
        var more = publications.Find(p => p.Reason is not null);
        return new Finding(ConditionStatus.True, more?.Reason ?? Reasons.Succeeded, where.Length == 0 ? "No output is configured" : $"Published to {where}{(more is null ? "" : $"; {more.Message}")}");
    }
}

/// <summary>Where the document is.</summary>
/// <param name="Outputs">The places.</param>
/// <param name="IsComplete">Whether all of them, at least one, have it; false while it is only proposed to one.</param>
internal sealed record Delivered(IReadOnlyList<OutputStatus> Outputs, bool IsComplete);
