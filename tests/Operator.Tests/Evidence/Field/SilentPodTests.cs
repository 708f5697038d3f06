using System.Globalization;
using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>A pod that is not scraped for a while, while others are: where it begins again after that, nobody knows what it counted, and that is said with its size.</summary>
public sealed partial class SilentPodTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Silent => [.. Enum.GetValues<MetricServer>().SelectMany(s => SilentPods.All.Select(o => (s, o.Index)))];

    /// <summary>A rate needs two samples, so that short steps miss more than the whole does.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Lost_samples_do_not_change_what_only_the_server_can_evaluate(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        string Largest(string selector) => $"max(sum(rate({selector}[{{{{.window}}}}])))";

        var (_, report) = await MeasureAsync(server, variant, Events(Largest($"field_lossy_total{{variant=\"{index}\",code=\"500\"}}"), Largest($"field_lossy_total{{variant=\"{index}\"}}")));

        Assert.Equal(variant.Consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent ?? variant.Consumed, 0.1 * variant.Consumed);
    }

    [Theory]
    [MemberData(nameof(Silent))]
    public async Task What_may_be_missing_is_told_with_its_size(MetricServer server, int index)
    {
        var pods = SilentPods.All[index];
        var (errors, total) = ($"{SilentPods.Metric}{{silence=\"{index}\",code=\"500\"}}", $"{SilentPods.Metric}{{silence=\"{index}\"}}");
        foreach (var (name, sli) in new[]
        {
            ("ratio", Ratio(errors, total)),
            ("rates", Events($"sum(rate({errors}[{{{{.window}}}}]))", $"sum(rate({total}[{{{{.window}}}}]))")),
            ("largest", Events($"sum(max by (pod, code) (rate({errors}[{{{{.window}}}}])))", $"sum(max by (pod, code) (rate({total}[{{{{.window}}}}])))")),
            ("counts", Events($"max(sum(increase({errors}[{{{{.window}}}}])))", $"max(sum(increase({total}[{{{{.window}}}}])))")),
        })
        {
            var (_, report) = await MeasureAsync(server, pods.Start, pods.End, new SloSpec { Name = "availability", Objective = 99, Window = "1d", Sli = sli });

            var counted = report.Incident!.Value.Total;
            var note = report.Messages.SingleOrDefault(m => m.Contains("if their processes went on serving", StringComparison.Ordinal));
            Assert.DoesNotContain(report.Messages, m => m.Contains("usually for at most", StringComparison.Ordinal));
            if (!pods.BeginsAgain)
            {
                Assert.True(note is null, $"{name}: {note}");
                Assert.Equal(pods.Events, counted, 0.05 * pods.Events);
                continue;
            }

            Assert.True(note is not null, $"{name}: {string.Join("; ", report.Messages)}");
            var missing = double.Parse(About().Match(note).Groups["events"].Value, CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(missing - pods.Missing) <= 0.25 * pods.Missing, $"{name}: {note} instead of {pods.Missing}");
            Assert.True(Math.Abs(counted + missing - pods.Events) <= 0.1 * pods.Events, $"{name}: {counted} and {missing} instead of {pods.Events}");
            Assert.Equal(10, 100 - report.SliAveragePercent!.Value, 1.0);
        }
    }

    [GeneratedRegex("about (?<events>[0-9]+) events", RegexOptions.ExplicitCapture)]
    private static partial Regex About();
}
