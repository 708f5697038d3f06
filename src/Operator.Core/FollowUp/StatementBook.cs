using NodaTime;
using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>Keeps the last statement of each source about one action item.</summary>
public static class StatementBook
{
    // A name, and the longest address that there is.
    private const int LongestAuthor = 400;

    /// <summary>The statements as they are now, in the order of <see cref="StatementSource"/>.</summary>
    /// <param name="spec">The action item.</param>
    /// <param name="before">What the status says so far; null when the action item is new.</param>
    /// <param name="observed">What people say outside the spec; only about this action item.</param>
    /// <param name="verification">What Prometheus says; null without a query.</param>
    /// <param name="zone">spec.timeZone, in which the day begins on which a person says that it was done.</param>
    /// <param name="now">The moment at which a change of the spec is first seen.</param>
    public static IReadOnlyList<StatementStatus> Update(
        ActionItemSpec spec, ActionItemStatus? before, IEnumerable<ObservedStatement> observed, Verification? verification, DateTimeZone zone, DateTimeOffset now)
    {
        var known = before?.Statements ?? [];
        var statements = known.Where(s => StatementFold.IsPeoples(s.Source)).ToDictionary(s => s.Source);
        foreach (var statement in observed)
        {
            Observe(statements, statement, now);
        }

        if (spec is { State: ActionItemState.Done, DoneOn: { } day })
        {
            statements[StatementSource.Spec] = new StatementStatus { Source = StatementSource.Spec, State = FollowedState.Done, Time = LocalDays.Start(day, zone) };
        }
        else if (OfSpec(spec.State) is { } said)
        {
            // Its time is when it was first seen to say this.
            statements[StatementSource.Spec] = known.FirstOrDefault(s => s.Source == StatementSource.Spec && s.State == said) ?? new StatementStatus
            {
                Source = StatementSource.Spec,
                State = said,
                Time = Instants.ToMillisecond(now),
                OrEarlier = before is null || before is { Statements: null } && before.State == said ? true : null,
            };
        }

        if (verification?.Statement is { } verified)
        {
            statements[StatementSource.Verify] = verified;
        }

        return [.. statements.Values.OrderBy(s => s.Source)];
    }

    /// <summary>What the status says of an action item, with what people say of it outside the spec. Its state stays for the next report.</summary>
    /// <param name="item">What the status says so far.</param>
    /// <param name="observed">What people say.</param>
    /// <param name="now">The present: nobody has said anything later.</param>
    /// <returns>The item itself when there is nothing new.</returns>
    public static ActionItemStatus Hear(ActionItemStatus item, IEnumerable<ObservedStatement> observed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(observed);
        var statements = (item.Statements ?? []).ToDictionary(s => s.Source);
        var isNew = false;
        foreach (var statement in observed.Where(o => o.ItemId == item.Id))
        {
            isNew |= Observe(statements, statement, now);
        }

        return isNew ? item with { Statements = [.. statements.Values.OrderBy(s => s.Source)] } : item;
    }

    private static bool Observe(Dictionary<StatementSource, StatementStatus> statements, ObservedStatement observed, DateTimeOffset now)
    {
        var known = statements.GetValueOrDefault(observed.Source);
        if (known is null ? observed.State == FollowedState.Open : known.State == observed.State)
        {
            // A box that nobody has ticked yet says nothing, and what is repeated was said when it was said first.
            return false;
        }

        var time = Instants.Min(observed.Time, now);
        statements[observed.Source] = new StatementStatus
        {
            Source = observed.Source,
            State = observed.State,
            // What a source says now it says after what it said before, whatever clocks of committers show.
            Time = Instants.ToMillisecond(known is null ? time : Instants.Max(time, known.Time)),
            By = observed.By is { } by ? Texts.Line(by, LongestAuthor) : null,
        };
        return true;
    }

    private static FollowedState? OfSpec(ActionItemState? state) => state switch
    {
        ActionItemState.InProgress => FollowedState.InProgress,
        ActionItemState.Done => FollowedState.Done,
        ActionItemState.WontDo => FollowedState.WontDo,
        _ => null,
    };
}
