using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Reports;

/// <summary>What the incident did to one objective's error budget.</summary>
public sealed record SloReport
{
    /// <summary>The objective's name.</summary>
    public required string Name { get; init; }

    /// <summary>The objective in percent.</summary>
    public required double Objective { get; init; }

    /// <summary>The window as written, such as 30d or calendarMonth.</summary>
    public required string Window { get; init; }

    /// <summary>|W| in seconds.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>The method that counts.</summary>
    public required BudgetingMethod Method { get; init; }

    /// <summary>All three methods' figures, in the order of <see cref="BudgetingMethod"/>.</summary>
    public IReadOnlyList<BudgetFigure> Budgets { get; init; } = [];

    /// <summary>The chosen method's figure.</summary>
    public BudgetFigure? Budget => Budgets.FirstOrDefault(b => b.Method == Method);

    /// <summary>The indicator over the incident in percent.</summary>
    public double? SliAveragePercent { get; init; }

    /// <summary>The lowest slice's indicator in percent.</summary>
    public double? SliMinimumPercent { get; init; }

    /// <summary>The length of the slices of which that is the lowest, in seconds; null where there are none.</summary>
    public double? SliceSeconds { get; init; }

    /// <summary>The indicator over the window in percent; what objective and SLA are compared with.</summary>
    public double? SliWindowPercent { get; init; }

    /// <summary>Seconds of the incident in slices below the objective.</summary>
    public double? SecondsBelowObjective { get; init; }

    /// <summary>Events in the incident.</summary>
    public EventCounts? Incident { get; init; }

    /// <summary>The same, added up slice by slice, where that contradicts them; null where it does not.</summary>
    public EventCounts? ContradictingSlices { get; init; }

    /// <summary>Where the counts come from.</summary>
    public CountSource? CountSource { get; init; }

    /// <summary>Error ratio over the incident divided by the budget ratio.</summary>
    public double? BurnRate { get; init; }

    /// <summary>Whether the indicator over the incident was below the objective.</summary>
    public bool? BreachedDuringIncident { get; init; }

    /// <summary>Whether the objective was missed over the window (remaining budget negative by the chosen method).</summary>
    public bool? ObjectiveMissed { get; init; }

    /// <summary>The contractual target in percent.</summary>
    public double? SlaPercent { get; init; }

    /// <summary>Whether the indicator over the window is below the contractual target.</summary>
    public bool? SlaBreached { get; init; }

    /// <summary>Whether data covers the window.</summary>
    public CompletenessState? Completeness { get; init; }

    /// <summary>How many seconds of the window up to e data covers.</summary>
    public double? CoveredSeconds { get; init; }

    /// <summary>What is missing, for people.</summary>
    public string? CompletenessMessage { get; init; }

    /// <summary>The length of the steps in which the window before the incident was summed up, where they were coarser than slices.</summary>
    public double? StepSecondsBefore { get; init; }

    /// <summary>The indicator around the incident, for the chart.</summary>
    public IReadOnlyList<SliPoint> Series { get; init; } = [];

    /// <summary>Events per second around the incident, or in it, oldest first; empty where nothing counted them.</summary>
    public IReadOnlyList<EventRate> Rates { get; init; } = [];

    /// <summary>The budget that was left, from the window's beginning to its end; empty where what it was before the incident is not known.</summary>
    public IReadOnlyList<BudgetPoint> BudgetLeft { get; init; } = [];

    /// <summary>Why figures are missing and how they are to be read.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}
