using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>Where it is known from how long users were affected.</summary>
public enum ImpactDurationSource
{
    /// <summary>A person states phases.</summary>
    Phases,

    /// <summary>The first objective's indicator was below its objective.</summary>
    BelowObjective,

    /// <summary>How long something was exposed.</summary>
    Exposure,

    /// <summary>From the start to the recovery.</summary>
    Recovery,
}

/// <summary>How long users were affected, which is often less than the time until an incident is closed.</summary>
/// <param name="Source">Where it is known from.</param>
/// <param name="Phases">The phases that a person states, by their beginning; empty otherwise.</param>
/// <param name="Total">The time in which users were affected in any way; null while a phase goes on.</param>
public sealed record ImpactDuration(ImpactDurationSource Source, IReadOnlyList<ImpactPhase> Phases, DurationEstimate? Total);

/// <summary>A time in which users were affected in one way.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end; null while it goes on.</param>
/// <param name="Length">Between the two; null while it goes on, or when the second is before the first.</param>
/// <param name="What">How users were affected. Text of people: untrusted.</param>
public sealed record ImpactPhase(StatedMoment From, StatedMoment? To, DurationEstimate? Length, string What);
