using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A service level objective and how its indicator is measured.</summary>
[CelRule("!has(self.timeSlice) || (has(self.budgetingMethod) && self.budgetingMethod == 'Timeslices')", "timeSlice is only for budgetingMethod Timeslices: set that method or remove timeSlice")]
public sealed record SloSpec
{
    /// <summary>The objective's name, unique in this resource.</summary>
    [Text(63, Minimum = 1, Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public required string Name { get; init; }

    /// <summary>The objective in percent, between 0 and 100, such as 99.9.</summary>
    [NumberBounds(Minimum = 0, Maximum = 100, ExclusiveMinimum = true, ExclusiveMaximum = true)]
    public required double Objective { get; init; }

    /// <summary>The budget's window: a Prometheus duration such as 30d (rolling, ends when the incident ends), or calendarMonth (the month of the incident's end in timeZone).</summary>
    [DefaultValue("30d"), Text(32, Pattern = "^(calendarMonth|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$", Minimum = 2)]
    public string Window { get; set; } = "30d";

    /// <summary>How the budget is counted, in OpenSLO's terms. Default: Occurrences, or RatioTimeslices for a raw indicator, which has no counts.</summary>
    public BudgetingMethod? BudgetingMethod { get; init; }

    /// <summary>The slices of method Timeslices.</summary>
    public TimeSliceSpec? TimeSlice { get; init; }

    /// <summary>The contractual target in percent, usually lower than the objective. Without it nothing is said about an SLA.</summary>
    [NumberBounds(Minimum = 0, Maximum = 100, ExclusiveMinimum = true, ExclusiveMaximum = true)]
    public double? Sla { get; init; }

    /// <summary>How the indicator is measured.</summary>
    public required SliSpec Sli { get; init; }
}
