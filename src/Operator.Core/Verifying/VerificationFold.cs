using Operator.Api;

namespace Operator.Core.Verifying;

/// <summary>
/// Goes on from what is known of a query with newer samples. Pure. A state counts from the first moment of an unbroken stretch; times are
/// those of the samples, whenever they are looked at.
/// </summary>
/// <param name="terms">How the query is judged.</param>
public sealed class VerificationFold(VerificationTerms terms)
{
    private QueryState _kind;
    private DateTimeOffset? _since;
    private DateTimeOffset? _until;
    private DateTimeOffset? _verifiedAt;
    private DateTimeOffset? _regressedAt;

    /// <summary>What is known after newer samples.</summary>
    /// <param name="known">What was known before.</param>
    /// <param name="stretches">What the query says of the time after that, by rising time.</param>
    public VerificationStatus Apply(VerificationStatus known, IReadOnlyList<QueryStretch> stretches)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(stretches);
        (_kind, _since, _until) = (known.Last ?? known.State, known.Since, known.KnownUntil);
        (_verifiedAt, _regressedAt) = (known.VerifiedAt, known.RegressedAt);
        for (var i = 0; i < stretches.Count; i++)
        {
            if (stretches[i].Answer != QueryAnswer.Silent)
            {
                Take(stretches[i], isNext: i == 0 || stretches[i - 1].Answer != QueryAnswer.Silent);
            }
        }

        if (_kind == QueryState.Unknown && stretches is [.., var last])
        {
            // Nothing was said, and nothing is lost if that time is not looked at again.
            _until = last.Until;
        }

        return known with
        {
            State = _kind,
            Since = _since,
            Last = null,
            KnownUntil = _until,
            VerifiedAt = _verifiedAt,
            RegressedAt = _regressedAt,
            WatchedUntil = _verifiedAt > (_regressedAt ?? DateTimeOffset.MinValue) ? Instants.Add(_verifiedAt.Value, VerificationTerms.Watch) : null,
            Reason = null,
            Message = null,
        };
    }

    private void Take(QueryStretch stretch, bool isNext)
    {
        var kind = stretch.Answer switch
        {
            QueryAnswer.Holds => QueryState.Holds,
            QueryAnswer.Fails => QueryState.Fails,
            _ => QueryState.Unknown,
        };
        var gap = _until is { } until ? stretch.From - until : TimeSpan.MaxValue;
        if (kind != _kind && isNext && gap <= terms.Bridged)
        {
            // What was said before ends where the new answer begins.
            Judge(stretch.From);
        }

        if (kind != _kind || gap > terms.Bridged)
        {
            (_kind, _since) = (kind, kind == QueryState.Unknown ? null : stretch.From);
        }

        _until = stretch.Until;
        Judge(stretch.Until);
    }

    private void Judge(DateTimeOffset until)
    {
        if (_since is not { } since || until - since < terms.For)
        {
            return;
        }

        var isVerified = _verifiedAt is { } verified && !(_regressedAt > verified);
        if (_kind == QueryState.Holds && !isVerified)
        {
            _verifiedAt = since + terms.For;
        }
        else if (_kind == QueryState.Fails && isVerified)
        {
            // Not before it was verified, whatever the samples before that say.
            _regressedAt = Instants.Max(since + terms.For, _verifiedAt!.Value.AddMilliseconds(1));
        }
    }
}
