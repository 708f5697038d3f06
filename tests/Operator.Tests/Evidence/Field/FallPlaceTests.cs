using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Falls by a hair that are close to an incident's ends, of few series, of few errors, or many: a figure is right, or there is none.</summary>
public sealed class FallPlaceTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Places => [.. Enum.GetValues<MetricServer>().SelectMany(s => FallPlaces.All.Select(p => (s, p.Index)))];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Wherever_a_counter_falls_no_figure_is_wrong(MetricServer server, int index)
    {
        var place = FallPlaces.All[index];
        var wrong = new List<string>();
        foreach (var (name, sli) in Indicators($"{FallPlaces.Metric}{{fallen=\"{index}\"", "code=\"500\""))
        {
            var (_, report) = await MeasureAsync(server, place.Start, place.End, new SloSpec { Name = "availability", Objective = 99, Window = $"{FallPlaces.Days}d", Sli = sli });
            if (report.Incident is { } counts && !(IsNear(counts.Total, place.Events) && IsNear(counts.Errors, place.Failures)))
            {
                wrong.Add($"{name}: {counts} of {place.Failures} of {place.Events}. {string.Join("; ", report.Messages)}");
            }

            foreach (var method in new[] { BudgetingMethod.Occurrences, BudgetingMethod.RatioTimeslices })
            {
                var figure = Figure(report, method);
                var isRight = (figure.ConsumedPercent is not { } consumed || IsNear(consumed, place.Consumed)) && (figure.RemainingPercent is not { } left || Math.Abs(100 - left - place.Consumed) <= 0.1 * place.Consumed);
                if (!isRight)
                {
                    wrong.Add($"{name}, {method}: {figure.ConsumedPercent} of {place.Consumed}, {figure.RemainingPercent} left. {string.Join("; ", report.Messages)}");
                }
            }

            if (name == "counters" && report.Incident is null)
            {
                wrong.Add($"{name}: no figure. {string.Join("; ", report.Messages)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static bool IsNear(double value, double truth) => Math.Abs(value - truth) <= 0.1 * truth;

    private static IEnumerable<(string Name, SliSpec Sli)> Indicators(string selector, string errors)
    {
        var (failed, all) = ($"rate({selector},{errors}}}[{{{{.window}}}}])", $"rate({selector}}}[{{{{.window}}}}])");
        yield return ("counters", Ratio($"{selector},{errors}}}", $"{selector}}}"));
        yield return ("rates", Events($"sum({failed})", $"sum({all})"));
        yield return ("largest", Events($"sum(max by (pod, code) ({failed}))", $"sum(max by (pod, code) ({all}))"));
        yield return ("quotient", Raw($"max(sum({failed})) / sum({all})"));
    }
}
