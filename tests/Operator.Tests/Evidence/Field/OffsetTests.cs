using Operator.Api;
using Operator.Evidence;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Queries that look back by an offset tell of the incident all the same.</summary>
public sealed class OffsetTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task One_offset_is_taken_out(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = Rates(index, index % 2 == 0 ? " offset 5m" : " offset 2m30s");
        foreach (var sli in new[] { Events(errors, total), Events($"max({errors})", $"max({total})"), Events($"{total} - {total.Replace($"\"{index}\"", $"\"{index}\",code=\"200\"", StringComparison.Ordinal)}", total) })
        {
            var (_, report) = await MeasureAsync(server, variant, sli);

            AssertTruth(variant, report, 0.07);
            Assert.Contains(report.Messages, m => m.Contains("back (offset)", StringComparison.Ordinal));
        }

        var (_, raw) = await MeasureAsync(server, variant, Raw($"max({errors}) / max({total})"));
        Assert.Equal(variant.Consumed, Figure(raw, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, 0.1 * variant.Consumed);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Different_offsets_are_refused(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = (Rates(index, " offset 1h").Errors, Rates(index, "").Total);
        foreach (var sli in new[] { Events(errors, total), Events(Rates(index, " offset 5m").Errors, Rates(index, " offset 10m").Total), Raw($"{errors} / {total}"), Raw($"{total} - {total.Replace("]", "] offset 1d", StringComparison.Ordinal)}") })
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            Assert.Contains("different offsets", Assert.Single(evidence.Problems).Message, StringComparison.Ordinal);
            Assert.All(report.Budgets, b => Assert.Equal((FigureState.Invalid, null), (b.State, b.ConsumedPercent)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_query_of_the_impact_tells_of_the_incident(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var spec = Collecting.Spec() with
        {
            Incident = new IncidentSpec { StartedAt = variant.Start, ResolvedAt = variant.End },
            Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = $"{Rates(index, " offset 4m").Errors} * {variant.Length}" } },
        };

        var evidence = await Collecting.CollectAsync(await Histories.UrlAsync(server), spec, variant.End.AddHours(1));

        Assert.Equal(variant.Failures, evidence.Impact!.FailedRequests!.Value, 0.07 * variant.Failures);
    }

    [Theory]
    [InlineData("sum(rate(x{a=\"offset 5m\"}[{{.window}}] offset 5m))", "sum(rate(x{a=\"offset 5m\"}[{{.window}}] ))", 300)]
    [InlineData("a offset 1h30m / on() b OFFSET 1h30m", "a  / on() b ", 5400)]
    [InlineData("sum by (offset) (rate(x[5m] offset 10s))", "sum by (offset) (rate(x[5m] ))", 10)]
    [InlineData("a offset 1h / b", null, 0)]
    [InlineData("a offset 1h / b offset 2h", null, 0)]
    [InlineData("rate(x[5m] offset -5m)", null, 0)]
    [InlineData("sum(rate(x[5m]))", null, 0)]
    public void Only_one_and_the_same_offset_is_taken_out(string query, string? without, int seconds)
    {
        var found = OffsetText.Without(query);

        Assert.Equal((without, seconds), (found?.Queries[0], found?.Offset.TotalSeconds ?? 0));
    }

    [Theory]
    [InlineData("rate(x[5m] offset 5m)", true)]
    [InlineData("rate(x[5m] offset -5m)", false)]
    [InlineData("sum by (offset) (kafka_offset)", false)]
    public void Looking_ahead_is_left_alone(string query, bool looksBack) => Assert.Equal(looksBack, OffsetText.IsIn(query));

    private static (string Errors, string Total) Rates(int index, string offset) =>
        ($"sum(rate(field_requests_total{{variant=\"{index}\",code=\"500\"}}[{{{{.window}}}}]{offset}))", $"sum(rate(field_requests_total{{variant=\"{index}\"}}[{{{{.window}}}}]{offset}))");
}
