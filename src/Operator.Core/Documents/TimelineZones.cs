namespace Operator.Core.Documents;

/// <summary>Which offset from UTC the rows of a timeline have. Where clocks change between the first and the last, each row says it.</summary>
internal sealed class TimelineZones
{
    // More changes than that are of timelines over many years; each row still names its own zone.
    private const int MostTold = 20;

    private readonly LocalClock _clock;
    private readonly IReadOnlyList<DateTimeOffset> _changes;
    private readonly bool _ambiguous;

    /// <summary>The zones of a timeline.</summary>
    /// <param name="clock">The incident's clock.</param>
    /// <param name="first">The first row.</param>
    /// <param name="last">The last row.</param>
    public TimelineZones(LocalClock clock, DateTimeOffset first, DateTimeOffset last)
    {
        _clock = clock;
        _changes = [.. clock.Changes(first, last)];
        DateTimeOffset[] moments = [first, .. _changes];
        var zones = moments.Select(clock.Zone).Distinct(StringComparer.Ordinal).ToList();
        _ambiguous = moments.Select(clock.ShortZone).Distinct(StringComparer.Ordinal).Count() < zones.Count;
        Heading = string.Join(" and ", zones);
        Notice = _changes.Count == 0 ? null : Tell(first);
    }

    /// <summary>The zone, or the zones, of all rows.</summary>
    public string Heading { get; }

    /// <summary>Every change of clocks; null when there is none.</summary>
    public string? Notice { get; }

    /// <summary>The zone of one row; null when all rows have the same.</summary>
    public string? Of(DateTimeOffset time) => _changes.Count == 0 ? null : _ambiguous ? _clock.Zone(time) : _clock.ShortZone(time);

    private string Tell(DateTimeOffset first)
    {
        var told = _changes.Take(MostTold).Select(at => $", from {_clock.Stamp(at)} in {_clock.Zone(at)}");
        var rest = _changes.Count > MostTold ? ", and so on; each row names its zone" : "";
        return $"Clocks change during the incident: until {_clock.Stamp(_changes[0].AddSeconds(-1))} times are in {_clock.Zone(first)}{string.Concat(told)}{rest}.";
    }
}
