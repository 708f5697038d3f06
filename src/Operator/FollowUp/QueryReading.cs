using Operator.Core.Verifying;

namespace Operator.FollowUp;

/// <summary>What a query says of a range of time.</summary>
/// <param name="Stretches">Neighbouring moments with the same answer, by rising time.</param>
/// <param name="HasSeries">Whether the series that the query reads have any sample in the range.</param>
/// <param name="FinerAt">Where samples are closer together than the plan says; null where they are not.</param>
/// <param name="Problem">What is wrong with the last moment that is no answer; null when none is.</param>
internal sealed record QueryReading(IReadOnlyList<QueryStretch> Stretches, bool HasSeries, DateTimeOffset? FinerAt, string? Problem);
