using Operator.Api;
using Operator.Core.Verifying;

namespace Operator.FollowUp;

/// <summary>Reads what a query has said since a moment: as closely as its samples are, and exactly where that decides something.</summary>
/// <param name="reader">Asks.</param>
/// <param name="terms">How the query is judged.</param>
/// <param name="pointsPerRequest">How many points one request may make the server hold.</param>
/// <param name="selectors">How many selectors the query has.</param>
internal sealed class QueryHistory(QueryReader reader, VerificationTerms terms, long pointsPerRequest, int selectors)
{
    // What is further back than so many steps is not looked at: it would cost the server more than it tells.
    private const int MostSteps = 40_000;

    // Moments within one refinement, and how many changes are looked at closely in one look.
    private const double RefinedSteps = 500;
    private const int MostRefined = 6;

    /// <summary>Reads; stops where samples are closer together than is planned for.</summary>
    /// <param name="plan">How far apart samples are.</param>
    /// <param name="asPlanned">Whether to go on where samples are closer together than is planned for.</param>
    /// <param name="known">What is known already.</param>
    /// <param name="origin">Where to begin when nothing is known.</param>
    /// <param name="now">Where to end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<QueryReading> ReadAsync(QueryPlan plan, bool asPlanned, VerificationStatus known, DateTimeOffset origin, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(Math.Floor(plan.IntervalSeconds * 1000));
        var from = known.KnownUntil is { } until ? until + step : origin;
        from = now - from > MostSteps * step ? now - (MostSteps * step) : from;
        List<QueryStretch> stretches = [];
        var (hasSeries, problem) = (false, (string?)null);
        if (KnownAnswer(known) is { } answer && from == known.KnownUntil + step)
        {
            stretches.Add(new QueryStretch(answer, known.KnownUntil!.Value, known.KnownUntil.Value));
        }

        for (var first = from; first <= now; first += plan.Steps(pointsPerRequest, selectors) * step)
        {
            var last = first + ((plan.Steps(pointsPerRequest, selectors) - 1) * step);
            var part = await reader.ReadAsync(plan, first, last < now ? last : now, step.TotalSeconds, cancellationToken);
            stretches.AddRange(part.Stretches);
            (hasSeries, problem) = (hasSeries || part.HasSeries, part.Problem ?? problem);
            if (part.FinerAt is not null && !asPlanned)
            {
                return part;
            }
        }

        stretches = Join(stretches);
        await RefineAsync(plan, stretches, step, cancellationToken);
        return new QueryReading(stretches, hasSeries, FinerAt: null, stretches is [.., { Answer: QueryAnswer.Invalid }] or [.., { Answer: QueryAnswer.Invalid }, { Answer: QueryAnswer.Silent }] ? problem : null);
    }

    private static QueryAnswer? KnownAnswer(VerificationStatus known) => (known.Last ?? known.State) switch
    {
        QueryState.Holds => QueryAnswer.Holds,
        QueryState.Fails => QueryAnswer.Fails,
        _ => null,
    };

    private static List<QueryStretch> Join(List<QueryStretch> stretches)
    {
        List<QueryStretch> joined = [];
        foreach (var stretch in stretches)
        {
            if (joined is [.., var last] && last.Answer == stretch.Answer)
            {
                joined[^1] = last with { Until = stretch.Until };
            }
            else
            {
                joined.Add(stretch);
            }
        }

        return joined;
    }

    private async Task RefineAsync(QueryPlan plan, List<QueryStretch> stretches, TimeSpan step, CancellationToken cancellationToken)
    {
        var refined = 0;
        for (var i = stretches.Count - 1; i > 0 && refined < MostRefined; i--)
        {
            if (stretches[i].Answer is QueryAnswer.Holds or QueryAnswer.Fails && (Decides(stretches, i, step) || Decides(stretches, i - 1, step)))
            {
                stretches[i] = stretches[i] with { From = await BeginningAsync(plan, stretches[i - 1].Until, stretches[i], cancellationToken) };
                refined++;
            }
        }
    }

    // One that is not over decides something later.
    private bool Decides(List<QueryStretch> stretches, int index, TimeSpan step) =>
        stretches[index].Answer is QueryAnswer.Holds or QueryAnswer.Fails
        && (index >= stretches.FindLastIndex(s => s.Answer != QueryAnswer.Silent) || stretches[index].Until - stretches[index].From + (2 * step) >= terms.For);

    /// <summary>The first moment, to the millisecond, from which on the query says what it says in a stretch.</summary>
    private async Task<DateTimeOffset> BeginningAsync(QueryPlan plan, DateTimeOffset before, QueryStretch stretch, CancellationToken cancellationToken)
    {
        var (low, high) = (before, stretch.From);
        while (high - low > TimeSpan.FromMilliseconds(1))
        {
            var step = Math.Max(1, Math.Ceiling((high - low).TotalMilliseconds / RefinedSteps));
            var part = await reader.ReadAsync(plan, low.AddMilliseconds(step), high, step / 1000, cancellationToken);
            var first = part.Stretches.Count > 0 && part.Stretches[^1].Answer == stretch.Answer ? part.Stretches[^1].From : high;

            // The last step may be shorter, and then ends before the moment that is known.
            (low, high) = (Max(low, first.AddMilliseconds(-step)), first);
            if (step <= 1)
            {
                break;
            }
        }

        return high;
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
