using NodaTime;
using Operator.Core;

namespace Operator.Metrics;

/// <summary>Days in the time zones that people name.</summary>
internal static class DueDates
{
    /// <summary>When a day is over, in UTC where the zone is not known; null for no day, and for one that never ends.</summary>
    /// <param name="day">The day; null for none.</param>
    /// <param name="zone">A name of the tz database.</param>
    public static DateTimeOffset? End(DateOnly? day, string? zone) =>
        day is { } last ? LocalDays.End(last, TimeZones.TryFind(zone, out var rules, out _) ? rules : DateTimeZone.Utc) : null;
}
