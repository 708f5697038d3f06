namespace Operator.Sandbox.ApiServer.Tables;

/// <summary>Ages as kubectl shows them, after <c>k8s.io/apimachinery/pkg/util/duration</c>.</summary>
internal static class HumanDuration
{
    public static string Format(TimeSpan d)
    {
        var seconds = (long)d.TotalSeconds;
        var minutes = (long)d.TotalMinutes;
        var hours = (long)d.TotalHours;
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 60 * 2 => Text($"{seconds}s"),
            < 60 * 10 => Pair(minutes, "m", seconds % 60, "s"),
            < 3600 * 3 => Text($"{minutes}m"),
            < 3600 * 8 => Pair(hours, "h", minutes % 60, "m"),
            < 3600 * 48 => Text($"{hours}h"),
            < 3600 * 24 * 8 => Pair(hours / 24, "d", hours % 24, "h"),
            < 3600L * 24 * 365 * 2 => Text($"{hours / 24}d"),
            < 3600L * 24 * 365 * 8 => Pair(hours / 24 / 365, "y", hours / 24 % 365, "d"),
            _ => Text($"{hours / 24 / 365}y"),
        };
    }

    private static string Pair(long major, string majorUnit, long minor, string minorUnit) =>
        minor == 0 ? Text($"{major}{majorUnit}") : Text($"{major}{majorUnit}{minor}{minorUnit}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
