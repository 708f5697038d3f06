namespace Operator.Evidence.Sums;

/// <summary>A query of events that a person wrote, with what it gives.</summary>
/// <param name="Text">The query.</param>
/// <param name="Unit">Rates, or counts.</param>
/// <param name="DividesBySamples">Whether the server's rate() divides by the time between samples.</param>
internal sealed record EventQuery(string Text, QueryUnit Unit, bool DividesBySamples)
{
    /// <summary>How far apart the samples are that it counts, in seconds; null where it tells of a range.</summary>
    public double? SampleSeconds { get; init; }

    /// <summary>Whether it asks for the range.</summary>
    public bool HasWindow => PromQL.HasWindow(Text);

    /// <summary>Events per second over the last so many seconds; without {{.window}}, as its own range tells them.</summary>
    public string PerSecond(double seconds)
    {
        var query = RateText.Query(Text, seconds, DividesBySamples);
        var isOfWindow = HasWindow && !QueryUnits.AveragesCounts(Text);
        return Unit == QueryUnit.Rate ? query : $"({query} / {PromQL.Number(SampleSeconds ?? (isOfWindow ? seconds : RecordedRange.SecondsOf(Text) ?? seconds))})";
    }
}
