namespace Operator.Core;

/// <summary>Days of the calendar in a time zone.</summary>
public static class LocalDays
{
    /// <summary>The day that a moment belongs to.</summary>
    public static DateOnly Of(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>A day's first moment; where the clock skips midnight, the moment at which it does, and where midnight comes twice, the first.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

        // Only conversions from UTC are asked of the zone; those from local time are not reliable at such moments.
        var candidates = new[] { -1, 1 }
            .Select(side => Instants.Add(midnight, -zone.GetUtcOffset(Instants.Add(midnight, TimeSpan.FromDays(side)))))
            .Order()
            .ToArray();
        var found = Array.FindIndex(candidates, candidate => Of(candidate, zone) == day);
        return candidates[Math.Max(found, 0)];
    }
}
