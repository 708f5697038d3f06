using System.Diagnostics.CodeAnalysis;
using NodaTime;
using Operator.Api;

namespace Operator.Core;

/// <summary>Time zones by their IANA names, from a tz database that is part of the program: the same everywhere.</summary>
public static class TimeZones
{
    private static readonly IReadOnlyCollection<string> Names = DateTimeZoneProviders.Tzdb.Ids;

    /// <summary>Finds the zone of <c>spec.timeZone</c>.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>The zone.</returns>
    /// <exception cref="FailureException">No such zone; reason TimeZoneUnknown.</exception>
    public static DateTimeZone Find(PostMortemSpec spec)
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
    public static bool TryFind(string? name, [NotNullWhen(true)] out DateTimeZone? zone, [NotNullWhen(false)] out string? error)
    {
        // The provider also makes zones of names such as UTC+3, which are not in the database.
        zone = name is not null && Names.Contains(name, StringComparer.Ordinal) ? DateTimeZoneProviders.Tzdb[name] : null;
        error = zone is null
            ? $"'{name}' is not a name of the tz database; write an IANA name such as Europe/Berlin" + Guess(name)
            : null;
        return zone is not null;
    }

    /// <summary>The zone of that name, or UTC where there is none, which is said elsewhere.</summary>
    /// <param name="name">An IANA name.</param>
    public static DateTimeZone OrUtc(string? name) => TryFind(name, out var zone, out _) ? zone : DateTimeZone.Utc;

    private static string Guess(string? name) =>
        !string.IsNullOrWhiteSpace(name) && NearestName.Of(name, Names) is { } nearest ? $" (did you mean {nearest}?)" : "";
}
