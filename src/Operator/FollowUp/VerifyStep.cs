using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Core.Verifying;
using Operator.Prometheus;

namespace Operator.FollowUp;

/// <summary>
/// Asks Prometheus whether action items are done, each when it is due. A look never fails: what cannot be told is Unknown with a reason, and
/// what is known from before stays.
/// </summary>
/// <param name="sources">The sources; null where nobody is asked, as on the command line.</param>
/// <param name="time">Measures how long a look takes.</param>
internal sealed class VerifyStep(PrometheusSources? sources, TimeProvider time)
{
    // Written again only to tell how far the samples were looked at: a restart reads at most so much again.
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    // What is due soon is asked along with what is due now.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <summary>How long one look may go on to ask. What is left over is asked a minute later.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one query may take within a look.</summary>
    public TimeSpan QueryLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Asks what is due.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="previous">What the status says so far.</param>
    /// <param name="origin">When the incident began: what held before it proves nothing.</param>
    /// <param name="memory">What this process knows of the resource's queries.</param>
    /// <param name="now">The time of this look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is known of each action item with a query.</returns>
    public async Task<IReadOnlyDictionary<string, Verification>> RunAsync(
        PostMortemSpec spec, IReadOnlyList<ActionItemStatus> previous, DateTimeOffset origin, VerifyMemory.Items memory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var questions = spec.ActionItems.Where(a => a.Verify is not null && a.State != ActionItemState.WontDo).Select(a => new VerifyQuestion(spec, a)).ToList();
        var known = new Dictionary<string, Verification>(StringComparer.Ordinal);
        if (sources is null)
        {
            return known;
        }

        memory.KeepOnly(questions.Select(q => q.Id));
        var began = time.GetTimestamp();
        var isLate = false;
        var down = new Dictionary<string, FailureException>(StringComparer.Ordinal);
        foreach (var question in questions.OrderBy(q => memory.Find(q.Id)?.AskedAt ?? DateTimeOffset.MinValue))
        {
            var before = previous.FirstOrDefault(p => p.Id == question.Id)?.Verification;
            before = before?.Inputs == question.Inputs ? before : null;
            var item = memory.Find(question.Id) is { } remembered && remembered.Status.Inputs == question.Inputs ? remembered : null;
            var status = item?.Status ?? before ?? question.Nothing;
            var due = VerificationSchedule.Next(status, question.For, item?.AskedAt, item?.IsForPeople ?? false);
            if (due <= now + Soon && !isLate)
            {
                try
                {
                    item = await new VerifyLook(sources, question, origin, QueryLimit, time).AskAsync(item, status, down, now, cancellationToken);
                    memory.Remember(question.Id, item);
                    (status, due) = (item.Status, VerificationSchedule.Next(item.Status, question.For, item.AskedAt, item.IsForPeople));
                    isLate = time.GetElapsedTime(began) > Limit;
                }
                catch (OperationCanceledException)
                {
                    // The reconcile has taken too long, or the caller gives up: that is for the other steps to say.
                    isLate = true;
                }
            }

            known[question.Id] = new Verification(status, due <= now ? now + Again : due);
        }

        return Worth(known, previous);
    }

    /// <summary>What says nothing new is not written. What is written anyway tells how far the samples of all items were looked at.</summary>
    private static Dictionary<string, Verification> Worth(Dictionary<string, Verification> known, IReadOnlyList<ActionItemStatus> previous)
    {
        var before = previous.Where(p => p.Verification is not null).ToDictionary(p => p.Id, p => p.Verification!, StringComparer.Ordinal);
        return known.Any(k => IsNew(before.GetValueOrDefault(k.Key), k.Value.Status))
            ? known
            : known.ToDictionary(k => k.Key, k => k.Value with { Status = before[k.Key] }, StringComparer.Ordinal);
    }

    private static bool IsNew(VerificationStatus? before, VerificationStatus status) =>
        before is null
        || before with { KnownUntil = status.KnownUntil } != status
        || status.KnownUntil - before.KnownUntil >= Stale
        || (status.KnownUntil >= status.WatchedUntil && before.KnownUntil != status.KnownUntil);
}
