using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>What is known of the alerts after they were asked for.</summary>
/// <param name="Series">The series that the spec asks for.</param>
/// <param name="SearchWindow">Where they were looked for; null without alerts.</param>
internal sealed record AlertsReading(IReadOnlyList<AlertSeries> Series, TimeRange? SearchWindow)
{
    public static AlertsReading Nothing { get; } = new([], null);

    /// <summary>A moment until which the source certainly went on recording; null when nobody asked.</summary>
    public DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>Whether what is kept stands, because nothing was added to it.</summary>
    public bool Stands { get; init; }

    /// <summary>Whether an alert that was active can no longer be followed, so that its end is not known.</summary>
    public bool IsEndLost { get; init; }

    /// <summary>Why what is kept stands.</summary>
    public IReadOnlyList<EvidenceProblem> Problems { get; init; } = [];
}
