namespace Operator.Core.Reports;

/// <summary>Finds the matcher that leaves out one series of an alert and no other.</summary>
internal static class AlertExclusion
{
    /// <summary>The matcher as spec.detection.alerts[].matchers takes it, by the label in which the others differ least among themselves.</summary>
    /// <param name="unwanted">The series to leave out.</param>
    /// <param name="wanted">The series to keep.</param>
    /// <returns>Such as <c>namespace!="dev"</c>; null when no label tells the series apart.</returns>
    public static string? Matcher(AlertEpisode unwanted, IReadOnlyList<AlertEpisode> wanted)
    {
        string? best = null;
        var fewest = int.MaxValue;
        foreach (var name in unwanted.Labels.Keys.Order(StringComparer.Ordinal))
        {
            var values = wanted.Select(w => w.Labels.GetValueOrDefault(name, "")).ToHashSet(StringComparer.Ordinal);
            if (values.Count > 0 && values.Count < fewest && !values.Contains(unwanted.Labels[name]))
            {
                (best, fewest) = ($"{name}!={Quote(unwanted.Labels[name])}", values.Count);
            }
        }

        // A series that has nothing of its own lacks what all others have.
        return best ?? wanted.SelectMany(w => w.Labels.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(name => !unwanted.Labels.ContainsKey(name) && wanted.All(w => w.Labels.GetValueOrDefault(name, "").Length > 0))
            .Select(name => $"{name}!=\"\"")
            .FirstOrDefault();
    }

    private static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
