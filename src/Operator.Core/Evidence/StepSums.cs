using System.Text.Json.Serialization;

namespace Operator.Core.Evidence;

/// <summary>Sums over steps of equal length that follow each other, oldest first.</summary>
public sealed record StepSums
{
    /// <summary>Where the oldest step begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The length of a step in seconds, above 0.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Failed events in each step; for an indicator that is a ratio, the ratio. Null where there is none.</summary>
    public required IReadOnlyList<double?> Errors { get; init; }

    /// <summary>
    /// All events in each step; for an indicator that is a ratio, 1 where it has a value and 0 where it is NaN. Null where there is no
    /// data. Empty when only errors were asked for.
    /// </summary>
    public IReadOnlyList<double?> Total { get; set; } = [];

    /// <summary>All events of the steps in which errors have no value, so that no share is known; null elsewhere. Null where there is no such step. Optional since version 2.</summary>
    public IReadOnlyList<double?>? Unpaired { get; init; }

    /// <summary>Where the latest step ends.</summary>
    [JsonIgnore]
    public DateTimeOffset End => Start.AddSeconds(Errors.Count * StepSeconds);

    /// <summary>Without the steps that ended before a moment; null when none is left.</summary>
    /// <param name="start">The moment.</param>
    public StepSums? From(DateTimeOffset start)
    {
        var gone = (int)Math.Clamp(Math.Floor((start - Start).TotalSeconds / StepSeconds), 0, Errors.Count);
        return gone == Errors.Count ? null : gone == 0 ? this : this with
        {
            Start = Start.AddSeconds(gone * StepSeconds),
            Errors = [.. Errors.Skip(gone)],
            Total = [.. Total.Skip(gone)],
            Unpaired = Unpaired?.Skip(gone).ToList(),
        };
    }
}
