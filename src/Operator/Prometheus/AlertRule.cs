namespace Operator.Prometheus;

/// <summary>An alerting rule as a server has it now.</summary>
/// <param name="Name">The alert's name.</param>
/// <param name="Labels">The labels that the rule adds; values may be templates.</param>
/// <param name="IntervalSeconds">How often its group is evaluated; null when that is not a sensible interval.</param>
/// <param name="KeepFiringSeconds">For how long it fires on after its condition has ended; 0 without keep_firing_for.</param>
internal sealed record AlertRule(string Name, IReadOnlyDictionary<string, string> Labels, double? IntervalSeconds, double KeepFiringSeconds)
{
    /// <summary>Whether the rule can have made a series with these labels. Those that are left out of the series' labels say nothing.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> series) =>
        Labels.All(l => !series.TryGetValue(l.Key, out var value) || l.Value.Contains("{{", StringComparison.Ordinal) || string.Equals(l.Value, value, StringComparison.Ordinal));
}
