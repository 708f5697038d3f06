namespace Operator.Core.Verifying;

/// <summary>Neighbouring moments of which a query says the same.</summary>
/// <param name="Answer">What it says.</param>
/// <param name="From">The first of them.</param>
/// <param name="Until">The last of them.</param>
public readonly record struct QueryStretch(QueryAnswer Answer, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Joins moments, given by rising time, to stretches.</summary>
    public static IReadOnlyList<QueryStretch> Of(IEnumerable<QueryMoment> moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        List<QueryStretch> stretches = [];
        foreach (var moment in moments)
        {
            if (stretches is [.., var last] && last.Answer == moment.Answer)
            {
                stretches[^1] = last with { Until = moment.Time };
            }
            else
            {
                stretches.Add(new QueryStretch(moment.Answer, moment.Time, moment.Time));
            }
        }

        return stretches;
    }
}
