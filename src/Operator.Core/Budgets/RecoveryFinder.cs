using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>When the first objective's indicator was well again and stayed so until the incident's end.</summary>
internal static class RecoveryFinder
{
    /// <summary>The end of the last slice below the objective; null when none was, the last one is, or what follows was not recorded.</summary>
    public static IncidentTimestamp? Find(SloSpec slo, SloEvidence evidence, TimeRange incident)
    {
        var inputs = new BudgetInputsBuilder(slo, evidence, incident).BuildWhole();
        if (inputs.Contradiction is not null || IncidentCoverage.WhyNot(inputs.Slices, inputs) is not null)
        {
            return null;
        }

        List<BudgetSlice> after = [.. inputs.Slices.Reverse().TakeWhile(s => !s.IsBad(inputs.BudgetRatio))];
        if (after.Count == 0 || after.Count == inputs.Slices.Count || after.Exists(s => !s.HasData) || after.TrueForAll(s => s.ErrorRatio is null))
        {
            return null;
        }

        var last = inputs.Slices[inputs.Slices.Count - after.Count - 1];
        return new IncidentTimestamp
        {
            Name = IncidentTimestampName.RecoveredAt,
            Time = Instants.ToMillisecond(Instants.Add(last.Start, TimeSpan.FromSeconds(last.Seconds))),
            Source = TimestampSource.SLI,
            UncertaintySeconds = last.Seconds,
        };
    }
}
