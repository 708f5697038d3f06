namespace Operator.Core;

/// <summary>Guesses which name a person meant.</summary>
public static class NearestName
{
    private const int LongestGuessed = 64;

    /// <summary>The known name that is nearest to what was written; null when none is near.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names that there are.</param>
    public static string? Of(string written, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(known);
        if (written.Length > LongestGuessed)
        {
            return null;
        }

        var nearest = known.Select(k => (Name: k, Distance: Distance(written.ToUpperInvariant(), k.ToUpperInvariant())))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(1, nearest.Name.Length / 3) ? nearest.Name : null;
    }

    /// <summary>The end of a message: a question with the nearest name, or the list of names when it is short.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names that there are.</param>
    public static string Hint(string written, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (Of(written, known) is { } nearest)
        {
            return $"; did you mean {nearest}?";
        }

        return known.Count is > 0 and <= 12 ? $"; known are {string.Join(", ", known)}" : "";
    }

    // Levenshtein's distance with two rows.
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, substitution);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
