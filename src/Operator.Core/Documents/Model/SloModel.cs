namespace Operator.Core.Documents.Model;

/// <summary>What the incident did to one objective.</summary>
public sealed record SloModel
{
    public required string Name { get; init; }

    /// <summary>The name as a label: "Availability" for availability.</summary>
    public required string Label { get; init; }

    /// <summary>Such as "99.9%".</summary>
    public required string Objective { get; init; }

    /// <summary>Such as "30 days (rolling)" or "December 2025".</summary>
    public required string Window { get; init; }

    /// <summary>The method that counts: Occurrences, Timeslices or RatioTimeslices.</summary>
    public required string Method { get; init; }

    /// <summary>The indicator during the incident, in a sentence.</summary>
    public required string Availability { get; init; }

    /// <summary>What the incident consumed, by the method that counts, with the window.</summary>
    public required string BudgetUsed { get; init; }

    /// <summary>How the method that counts does so, in a sentence; null without a figure.</summary>
    public string? Counted { get; init; }

    /// <summary>Why the methods give different figures, in two sentences; null where only one gives any.</summary>
    public string? Explanation { get; init; }

    /// <summary>What is left, by the same method.</summary>
    public required string BudgetRemaining { get; init; }

    public string? BurnRate { get; init; }

    /// <summary>Whether the objective was missed over the window.</summary>
    public string? ObjectiveMissed { get; init; }

    /// <summary>All methods, the chosen one first.</summary>
    public IReadOnlyList<BudgetModel> Budgets { get; init; } = [];

    /// <summary>How much of the window data covers; null when all of it.</summary>
    public string? Completeness { get; init; }

    /// <summary>Where counts come from and why figures are missing.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The chart's file; null without a series.</summary>
    public string? Chart { get; init; }

    /// <summary>What the chart shows, for those who do not see it.</summary>
    public string? ChartDescription { get; init; }
}
