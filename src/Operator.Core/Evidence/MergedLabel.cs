namespace Operator.Core.Evidence;

/// <summary>A label by which series of one alert differ that are one alert all the same.</summary>
/// <param name="Name">The label's name.</param>
/// <param name="Values">How many values it had, at least one.</param>
/// <param name="Changing">True when its value changes from one evaluation to the next; false when it tells replicas of a server apart.</param>
public sealed record MergedLabel(string Name, int Values, bool Changing);
