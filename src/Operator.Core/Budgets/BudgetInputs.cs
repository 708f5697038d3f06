using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>What the calculators reckon with: evidence of one objective, checked, so that every number is finite and in its range.</summary>
internal sealed record BudgetInputs
{
    /// <summary>1 − objective, above 0.</summary>
    public required double BudgetRatio { get; init; }

    /// <summary>1 − target of a slice, above 0.</summary>
    public required double SliceBudgetRatio { get; init; }

    /// <summary>|W| in seconds, above 0.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>The part of the incident that lies in the window, in seconds, above 0.</summary>
    public required double IncidentSeconds { get; init; }

    /// <summary>Slices of timeSlice.window, sorted.</summary>
    public IReadOnlyList<BudgetSlice> Slices { get; init; } = [];

    /// <summary>Slices of one minute, sorted.</summary>
    public IReadOnlyList<BudgetSlice> MinuteSlices { get; init; } = [];

    /// <summary>Events in the incident.</summary>
    public EventCounts? Incident { get; init; }

    /// <summary>The window before the incident.</summary>
    public BeforeIncident Before { get; init; } = new();

    /// <summary>Whether counters bridge a gap in the middle that is not among <see cref="LostGaps"/>: what was counted meanwhile is in the next sample.</summary>
    public bool CountsBridgeGaps { get; init; }

    /// <summary>Stretches of the incident that counters do not bridge, because they began again after them.</summary>
    public IReadOnlyList<SampleGap> LostGaps { get; init; } = [];

    /// <summary>Why something could not be read, for messages.</summary>
    public string? Problem { get; init; }

    /// <summary>What makes the evidence contradict itself; then there is no figure at all.</summary>
    public string? Contradiction { get; init; }

    /// <summary>A figure without values.</summary>
    public BudgetFigure Without(BudgetingMethod method, string why) => new()
    {
        Method = method,
        State = Contradiction is null ? FigureState.NotApplicable : FigureState.Invalid,
        Message = Contradiction ?? why,
    };
}
