namespace Operator.Evidence.Sums;

/// <summary>What a query takes as it stands at a moment.</summary>
/// <param name="Counter">A counter among it; null without any.</param>
/// <param name="SampleSeconds">How far apart samples are, where all of them are 0 or 1, so that each is an event; null elsewhere.</param>
/// <param name="IsOfUnknownUnit">Whether nothing says what the values count.</param>
internal sealed record Moments(string? Counter, double? SampleSeconds, bool IsOfUnknownUnit);
