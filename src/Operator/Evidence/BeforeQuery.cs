namespace Operator.Evidence;

/// <summary>The expressions by which the server sums up the window before the incident.</summary>
internal sealed record BeforeQuery
{
    /// <summary>Expressions of the events by figure (errors, total); empty for an indicator without counts.</summary>
    public IReadOnlyDictionary<string, string> Counts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>By what an event figure is multiplied: the range's seconds for rates, 1 for counts.</summary>
    public double CountFactor { get; init; } = 1;

    /// <summary>Whether a slice of so many seconds is bad (1 or 0).</summary>
    public required Func<double, string> Bad { get; init; }

    /// <summary>The error ratio of a slice of one minute; absent without traffic.</summary>
    public required string Ratio { get; init; }

    /// <summary>Present where there is data.</summary>
    public required string Covered { get; init; }

    /// <summary>Whether the expressions look ahead by <see cref="SloQuestion.AheadSeconds"/>, so that slices end where the incident begins, and not on the server's steps.</summary>
    public bool LaidFromIncident { get; init; }

    /// <summary>The smallest and largest ratio are asked too, to see that it is one.</summary>
    public bool CheckRatio { get; init; }
}
