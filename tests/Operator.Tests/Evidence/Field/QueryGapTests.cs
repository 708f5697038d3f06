using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Gaps in what people's queries are made of: as long as they are, however far a query looks back.</summary>
public sealed class QueryGapTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Gaps => [.. Enum.GetValues<MetricServer>().SelectMany(s => Outages.All.Select(o => (s, o.Index)))];

    [Theory]
    [MemberData(nameof(Gaps))]
    public async Task A_gap_is_told_as_long_as_it_is(MetricServer server, int index)
    {
        var outage = Outages.All[index];
        foreach (var (name, sli) in Indicators(outage))
        {
            var slo = new SloSpec { Name = "availability", Objective = 99, Window = "1d", Sli = sli };
            var (_, report) = await MeasureAsync(server, outage.Start, outage.End, slo);

            var isTooMuch = outage.Missing > 0.1 * outage.Length;
            var isRecorded = name.StartsWith("recorded", StringComparison.Ordinal);
            if (isTooMuch && (!outage.GoesOn || isRecorded))
            {
                var last = isRecorded ? outage.LastRecordedBefore : outage.LastBefore;
                Assert.All(report.Budgets, b => Assert.True(b.ConsumedPercent is null, $"{name}: {b.Method} is {b.ConsumedPercent}"));
                Assert.True(report.SliAveragePercent is null && report.Incident is null, $"{name}: there is an indicator");
                Assert.True(report.Messages.Any(m => m.Contains($"{last:yyyy-MM-dd'T'HH:mm:ss}", StringComparison.Ordinal)), $"{name}: {string.Join("\n", report.Messages)}");
            }

            if (outage.GoesOn && name is "rates")
            {
                Assert.Equal(outage.Length * Outages.PerSecond, report.Incident!.Value.Total, outage.Length * Outages.PerSecond * 0.02);
                Assert.NotNull(Figure(report, BudgetingMethod.Occurrences).ConsumedPercent);
            }

            foreach (var budget in report.Budgets)
            {
                var truth = 100 * Outages.Ratio * outage.Length / (0.01 * Outages.WindowSeconds);
                truth = budget.Method == BudgetingMethod.Timeslices ? truth / Outages.Ratio : truth;
                Assert.True(budget.ConsumedPercent is not { } value || Math.Abs(value - truth) <= 0.1 * truth, $"{name}, {budget.Method}: {budget.ConsumedPercent} instead of {truth}");
                Assert.True(budget.ConsumedPercent is not null || !string.IsNullOrEmpty(budget.Message), $"{name}, {budget.Method}: no reason");
                Assert.True(isTooMuch || budget.ConsumedPercent is not null || sli.Raw is not null, $"{name}, {budget.Method}: {budget.Message}");
            }
        }
    }

    private static IEnumerable<(string Name, SliSpec Sli)> Indicators(Outages outage)
    {
        var total = $"sum(rate({Outages.Counter}{{outage=\"{outage.Index}\"}}[{{{{.window}}}}]))";
        var errors = $"sum(rate({Outages.Counter}{{outage=\"{outage.Index}\",code=\"500\"}}[{{{{.window}}}}]))";
        yield return ("rates", Events(errors, total));
        yield return ("largest", Events($"max({errors})", $"max({total})"));
        yield return ("counts", Events($"max({errors.Replace("rate", "increase", StringComparison.Ordinal)})", $"max({total.Replace("rate", "increase", StringComparison.Ordinal)})"));
        yield return ("quotient", Raw($"{errors} / {total}"));
        yield return ("largest quotient", Raw($"max({errors} / {total})"));
        yield return ("recorded", Raw($"{Outages.Recorded}{{outage=\"{outage.Index}\"}}"));
        yield return ("recorded average", Raw($"avg_over_time({Outages.Recorded}{{outage=\"{outage.Index}\"}}[{{{{.window}}}}])"));
    }
}
