using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Until when a source certainly went on recording: as objectives' samples show it, else as it is asked.</summary>
/// <param name="session">The collection.</param>
/// <param name="spec">The spec.</param>
/// <param name="alerts">The alerts, what is kept of them included.</param>
/// <param name="until">The last moment that is looked at.</param>
/// <param name="known">Until when it is known that it did.</param>
internal sealed class RecordedUntil(EvidenceSession session, PostMortemSpec spec, IReadOnlyList<AlertSeries> alerts, DateTimeOffset until, DateTimeOffset? known)
{
    private readonly DateTimeOffset? _after = SignOfLife.NeededAfter(alerts);

    /// <summary>Whether more must be known to tell whether the alerts have ended. Too close to the last moment, they fire still.</summary>
    public bool IsOpen => _after is { } after && after < until && !(known >= after) && session.Failure is null;

    /// <summary>Finds out.</summary>
    /// <returns>A moment until which the source went on recording; the alerts' own newest sample where nothing is newer.</returns>
    public async Task<DateTimeOffset?> FindAsync(CancellationToken cancellationToken)
    {
        if (session.NewestSample is { } newest && newest >= _after)
        {
            return newest < until ? newest : until;
        }

        try
        {
            return await new SignOfLife(session, SignOfLife.SelectorsOf(spec)).AskAsync(_after!.Value, until, cancellationToken) ?? known;
        }
        catch (FailureException e)
        {
            session.Judge(e);
            return known;
        }
    }
}
