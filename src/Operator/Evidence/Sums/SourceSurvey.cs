namespace Operator.Evidence.Sums;

/// <summary>What was found out before anything was summed: how much there is, and how the server counts.</summary>
internal sealed record SourceSurvey
{
    /// <summary>What is assumed of a server that does not say: enough series for a careful plan.</summary>
    public static readonly SourceSurvey Unknown = new();

    private const double AssumedSeries = 500;
    private const double AssumedInterval = 60;

    /// <summary>The most series at a time, by term; those that are not counted are taken to be many.</summary>
    public IReadOnlyDictionary<string, double> Series { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The selectors of each term that were looked for and matched no series at any place.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Unseen { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The usual distance of samples in seconds; null when it could not be told.</summary>
    public double? IntervalSeconds { get; init; }

    /// <summary>The same, at the end or over the window, whichever is more, of the series that are scraped least often, where that is a tenth of them or one that grows more than the others: a rate over less than two of their samples misses them.</summary>
    public double? SparseIntervalSeconds { get; init; }

    /// <summary>How many series begin, on average: a server looks at each of them for each step of a request, even where it is long gone.</summary>
    public double BirthsPerSecond { get; init; }

    /// <summary>Whether increase() counts the first value of a new series and does not extrapolate, as in VictoriaMetrics.</summary>
    public bool CountsFirstValues { get; init; }

    /// <summary>Whether the series of a term were looked for, and none was there at any place.</summary>
    public bool SawNone(string term) => Series.TryGetValue(term, out var series) && series == 0;

    /// <summary>The selectors of a term that matched no series at any place; none where that was not looked for.</summary>
    public IReadOnlyList<string> UnseenOf(string term) => Unseen.GetValueOrDefault(term, []);

    /// <summary>All that was answered, for what was asked beside; nothing where the server refused.</summary>
    public FigureSet Figures { get; init; } = FigureSet.Empty;

    /// <summary>The most series of a term at a time.</summary>
    public double SeriesOf(string term) => Series.GetValueOrDefault(term, AssumedSeries);

    /// <summary>A term with what is known of its cost.</summary>
    public SumTerm Measured(SumTerm term) => term with
    {
        Series = SeriesOf(term.Name),
        BirthsPerSecond = BirthsPerSecond * SeriesOf(term.Name) / Math.Max(1, Series.Values.DefaultIfEmpty(1).Max()),
        IntervalSeconds = IntervalSeconds ?? AssumedInterval,
    };
}
