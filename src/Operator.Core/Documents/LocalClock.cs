using System.Globalization;

namespace Operator.Core.Documents;

/// <summary>Shows times in one zone, as people of that zone call them.</summary>
internal sealed class LocalClock
{
    private readonly TimeZoneInfo _zone;
    private readonly string _id;
    private readonly Dictionary<TimeSpan, string?> _names = [];

    private LocalClock(TimeZoneInfo zone, string id) => (_zone, _id) = (zone, id);

    /// <summary>The clock of an IANA zone. Null when the tz database does not know it.</summary>
    public static LocalClock? Find(string id) =>
        TimeZones.TryFind(id, out var zone, out _) ? new LocalClock(zone, id) : null;

    public static LocalClock Utc { get; } = new(TimeZoneInfo.Utc, "UTC");

    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    public DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(Local(time).DateTime);

    public string Date(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Time(DateTimeOffset time) => Local(time).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public string Minute(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Date, time and zone, such as 2025-12-14 10:02:15 MSK.</summary>
    public string Stamp(DateTimeOffset time)
    {
        var local = Local(time);
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm:ss} {ShortZone(local.Offset)}");
    }

    /// <summary>The zone at a moment in a word: MSK, or UTC+05:00 where people have no name for it.</summary>
    public string ShortZone(DateTimeOffset time) => ShortZone(Local(time).Offset);

    /// <summary>The zone at a moment in full: MSK (UTC+3), or UTC+05:00 (Asia/Almaty).</summary>
    public string Zone(DateTimeOffset time)
    {
        if (IsUtc)
        {
            return "UTC";
        }

        var offset = Local(time).Offset;
        return Name(offset) is { } name
            ? $"{name} (UTC{Short(offset)})"
            : $"UTC{Padded(offset)} ({_id})";
    }

    /// <summary>A moment between two others at which clocks change, to the second; null when they do not.</summary>
    public DateTimeOffset? ClockChange(DateTimeOffset from, DateTimeOffset to)
    {
        if (Local(from).Offset == Local(to).Offset)
        {
            return null;
        }

        var (before, after) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        var offset = Local(from).Offset;
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            (before, after) = Local(DateTimeOffset.FromUnixTimeSeconds(middle)).Offset == offset ? (middle, after) : (before, middle);
        }

        return DateTimeOffset.FromUnixTimeSeconds(after);
    }

    private string ShortZone(TimeSpan offset) => IsUtc ? "UTC" : Name(offset) ?? "UTC" + Padded(offset);

    // A zone has one or two names in a document, and each is asked for dozens of times.
    private string? Name(TimeSpan offset)
    {
        if (!_names.TryGetValue(offset, out var name))
        {
            _names[offset] = name = TimeZoneAbbreviations.Find(_id, offset);
        }

        return name;
    }

    private bool IsUtc => _id is "UTC" or "Etc/UTC" or "Etc/UCT" or "UCT" or "Zulu" or "Etc/Zulu" or "Universal" or "Etc/Universal";

    private static string Padded(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private static string Short(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+")
        + offset.ToString(offset.Minutes == 0 ? "%h" : @"h\:mm", CultureInfo.InvariantCulture);
}
