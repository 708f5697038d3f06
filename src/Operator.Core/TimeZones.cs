using System.Diagnostics.CodeAnalysis;
using Operator.Api;

namespace Operator.Core;

/// <summary>Time zones by their IANA names.</summary>
public static class TimeZones
{
    private const int FurthestTypo = 3;

    // Files of the tz directory that are not zones of the tz database: they mean whatever this machine is set to.
    private static readonly string[] MachineZones = ["localtime", "posixrules", "Local"];

    /// <summary>Finds the zone of <c>spec.timeZone</c>.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>The zone.</returns>
    /// <exception cref="FailureException">No such zone; reason TimeZoneUnknown.</exception>
    public static TimeZoneInfo Find(PostMortemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return TryFind(spec.TimeZone, out var zone, out var error)
            ? zone
            : throw FailureException.OfSpec(Reasons.TimeZoneUnknown, $"spec.timeZone: {error}");
    }

    /// <summary>Finds a zone.</summary>
    /// <param name="name">An IANA name, such as Europe/Moscow.</param>
    /// <param name="zone">The zone, if there is one.</param>
    /// <param name="error">If not: what is wrong, and the nearest name where one is near.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(string? name, [NotNullWhen(true)] out TimeZoneInfo? zone, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (!string.IsNullOrWhiteSpace(name)
            && !MachineZones.Contains(name, StringComparer.OrdinalIgnoreCase)
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone)
            && zone.HasIanaId)
        {
            return true;
        }

        zone = null;
        var nearest = Nearest(name);
        error = $"'{name}' is not a name of the tz database; write an IANA name such as Europe/Berlin"
            + (nearest is null ? "" : $" (did you mean {nearest}?)");
        return false;
    }

    private static string? Nearest(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 64)
        {
            return null;
        }

        var best = TimeZoneInfo.GetSystemTimeZones()
            .Select(candidate => (candidate.Id, Distance: Distance(name, candidate.Id)))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Id is not null && best.Distance <= FurthestTypo ? best.Id : null;
    }

    // Levenshtein's distance, letters' case aside.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > FurthestTypo)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + (same ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
