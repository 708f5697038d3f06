using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>What a collection gave.</summary>
/// <param name="Evidence">All that is known now: what was read, and what is kept of earlier collections. The kept evidence itself when nothing new was read.</param>
internal sealed record Collection(IncidentEvidence Evidence)
{
    /// <summary>Why kept answers stand in the place of new ones.</summary>
    public IReadOnlyList<EvidenceProblem> Standing { get; init; } = [];

    /// <summary>Parts whose kept answer was asked for again and stands, for a reason that time does not change.</summary>
    public IReadOnlySet<string> Confirmed { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>When the source was asked, by the clock that stamps its samples.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Why the source as a whole did not answer; null when it did.</summary>
    public FailureException? Failure { get; init; }
}
