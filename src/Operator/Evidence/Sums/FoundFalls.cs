using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>What was found of counters that fell by a hair.</summary>
/// <param name="Falls">What was counted too much, by steps.</param>
/// <param name="Problems">Why some steps could not be looked at.</param>
/// <param name="IsTooMuch">Whether so much could not be looked at that the sums mean nothing.</param>
/// <param name="Requests">How many requests it took.</param>
internal sealed record FoundFalls(IReadOnlyList<CounterFall> Falls, IReadOnlyList<EvidenceProblem> Problems, bool IsTooMuch, int Requests);
