using Operator.Api;
using Operator.Core.Contradictions;

namespace Operator.Core.Statuses;

/// <summary>One contradiction, rounded.</summary>
internal static class ContradictionProjection
{
    private const int LongestName = 256;

    public static ContradictionStatus Project(Contradiction contradiction) => new()
    {
        Fact = contradiction.Fact,
        First = Telling(contradiction.First),
        Second = Telling(contradiction.Second),
        Uncertainty = Rounding.Seconds(contradiction.Uncertainty)!.Value,
    };

    private static TellingStatus Telling(Telling telling) => new()
    {
        Source = telling.Source,
        Name = telling.Name is { } name ? Texts.Cut(name, LongestName) : null,
        Moment = telling.Moment,
        Time = telling.Time,
        Count = telling.Count,
        Bound = telling.Bound,
    };
}
