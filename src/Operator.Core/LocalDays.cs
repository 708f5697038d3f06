namespace Operator.Core;

/// <summary>Days of the calendar in a time zone.</summary>
internal static class LocalDays
{
    /// <summary>The day that a moment belongs to.</summary>
    public static DateOnly Of(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>A day's first moment; where the clock skips midnight, the moment at which it does.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight))
        {
            // The offset before the gap, taken of the time that does not exist, is the moment of the jump.
            var before = zone.GetUtcOffset(midnight.AddHours(-12));
            return new DateTimeOffset(midnight, before).ToUniversalTime();
        }

        // Where midnight happens twice, the day begins with the first: the one with the greater offset.
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return Utc(midnight, offset);
    }

    private static DateTimeOffset Utc(DateTime local, TimeSpan offset) =>
        Instants.Add(new DateTimeOffset(local, TimeSpan.Zero), -offset);
}
