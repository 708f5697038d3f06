namespace Operator.Api;

/// <summary>What the incident did to one objective's error budget. Figures that could not be computed are absent, and the message says why.</summary>
public sealed record SloStatus
{
    /// <summary>The objective's name.</summary>
    public required string Name { get; init; }

    /// <summary>The objective in percent.</summary>
    public required double Objective { get; init; }

    /// <summary>The budget's window.</summary>
    public required string Window { get; init; }

    /// <summary>How the budget is counted.</summary>
    public required BudgetingMethod Method { get; init; }

    /// <summary>Whether the budget figures have values, and if not, why.</summary>
    public required FigureState State { get; init; }

    /// <summary>The indicator over the incident in percent; by events where counts exist.</summary>
    public double? SliAverage { get; init; }

    /// <summary>The indicator's lowest slice in the incident, in percent.</summary>
    public double? SliMinimum { get; init; }

    /// <summary>How many seconds of the incident the indicator was below the objective.</summary>
    public double? SecondsBelowObjective { get; init; }

    /// <summary>Failed events in the incident.</summary>
    public long? BadEvents { get; init; }

    /// <summary>All events in the incident.</summary>
    public long? TotalEvents { get; init; }

    /// <summary>The share of the window's error budget that this incident consumed, in percent; the most that is possible where budgetConsumedAtLeastPercent is set.</summary>
    public double? BudgetConsumedPercent { get; init; }

    /// <summary>The least that the incident consumed, in percent, where sums were too coarse to tell exactly.</summary>
    public double? BudgetConsumedAtLeastPercent { get; init; }

    /// <summary>
    /// The share of the window's error budget that was left at the incident's end, in percent, all causes counted; negative when overspent. The least
    /// that is possible where budgetRemainingAtMostPercent is set.
    /// </summary>
    public double? BudgetRemainingPercent { get; init; }

    /// <summary>The most that was left, in percent, where sums were too coarse to tell exactly.</summary>
    public double? BudgetRemainingAtMostPercent { get; init; }

    /// <summary>How finely the window was looked at, where that was coarser than slices, such as "5m before the incident".</summary>
    public string? Resolution { get; init; }

    /// <summary>How many times faster than sustainable the incident spent the budget.</summary>
    public double? BurnRate { get; init; }

    /// <summary>Whether the indicator over the incident was below the objective.</summary>
    public bool? BreachedDuringIncident { get; init; }

    /// <summary>Whether the objective was missed over the window.</summary>
    public bool? ObjectiveMissed { get; init; }

    /// <summary>Whether the contractual target was missed over the window; only when spec has an sla.</summary>
    public bool? SlaBreached { get; init; }

    /// <summary>How much of the window Prometheus holds.</summary>
    public CompletenessStatus? Completeness { get; init; }

    /// <summary>What the other methods say the incident consumed, in percent.</summary>
    public IReadOnlyDictionary<string, double>? OtherMethods { get; init; }

    /// <summary>Why figures are missing or how they are to be read.</summary>
    public string? Message { get; init; }
}
