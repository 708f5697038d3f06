namespace Operator.Evidence.Inputs;

/// <summary>What decides the question for alerts.</summary>
/// <param name="Source">The Prometheus source.</param>
/// <param name="Alerts">The alerts, in the order of the spec.</param>
/// <param name="From">The stated or derived beginning of the search window; null when it follows from the resource's creation.</param>
/// <param name="To">Its end, likewise.</param>
internal sealed record AlertsInputs(string Source, IReadOnlyList<AlertInputs> Alerts, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>One alert.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">The labels that it must have, sorted.</param>
/// <param name="Matchers">The matchers, in the order of the spec; null without any.</param>
internal sealed record AlertInputs(string Name, SortedDictionary<string, string> Labels, IReadOnlyList<string>? Matchers);
