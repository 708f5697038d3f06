using CsCheck;
using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Documents.Charts;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Documents.Charts;

public sealed class ChartFlagsTests
{
    private const double CharacterWidth = 6.9;

    private static readonly IncidentTimestampName[] Names =
    [
        IncidentTimestampName.StartedAt, IncidentTimestampName.DetectedAt, IncidentTimestampName.AcknowledgedAt,
        IncidentTimestampName.MitigatedAt, IncidentTimestampName.RecoveredAt, IncidentTimestampName.ResolvedAt,
        IncidentTimestampName.IntroducedAt,
    ];

    private static readonly Gen<int[]> Seconds = Gen.OneOf(Gen.Int[0, 3600], Gen.Int[3300, 3600], Gen.Int[0, 300]).Array[7];

    [Fact]
    public void No_flag_covers_another_is_crossed_by_a_line_or_leaves_the_picture() => Seconds.Sample(seconds =>
    {
        var flags = Arrange(seconds);

        Assert.All(flags, f => Assert.InRange(Box(f).Left, 0, Box(f).Right));
        Assert.All(flags, f => Assert.True(Box(f).Right <= ChartTime.Right));
        foreach (var a in flags)
        {
            foreach (var b in flags.Where(b => b != a))
            {
                Assert.False(a.Row == b.Row && Box(a).Left < Box(b).Right && Box(b).Left < Box(a).Right, $"{a.Label} covers {b.Label}");

                // A line reaches from its flag's row down.
                Assert.False(a.Row >= b.Row && a.X > Box(b).Left && a.X < Box(b).Right, $"the line of {a.Label} crosses {b.Label}");
            }
        }
    });

    [Fact]
    public void Moments_outside_of_the_picture_have_no_flag() =>
        Assert.Equal(["Start 10:00:00", "Alert 10:02:15"], Arrange([0, 135, 4000, 4000, 4000, 4000, 4000]).Select(f => f.Label));

    [Fact]
    public void A_flag_is_no_more_exact_than_what_people_know() =>
        Assert.Equal(
            ["Start 10:00", "Detected 10:02:15"],
            Arrange([0, 135, 300, 400, 500, 600, 4000], TimePrecision.Minute, TimePrecision.Second, TimePrecision.Hour, TimePrecision.Day, TimePrecision.Month, TimePrecision.Year, TimePrecision.Second).Select(f => f.Label));

    private static (double Left, double Right) Box(ChartMarker flag) => flag.FliesLeft
        ? (flag.X - 5 - (flag.Label.Length * CharacterWidth), flag.X - 5)
        : (flag.X + 5, flag.X + 5 + (flag.Label.Length * CharacterWidth));

    private static IReadOnlyList<ChartMarker> Arrange(int[] seconds, params TimePrecision[] precisions)
    {
        var report = IncidentReportBuilder.Build(SampleIncident.Resource(), null, SampleIncident.CollectedAt) with
        {
            Timestamps = [.. Names.Select((name, i) => new IncidentTimestamp
            {
                Name = name,
                Time = SampleIncident.Start.AddSeconds(seconds[i]),
                Source = precisions.Length == 0 ? TimestampSource.AlertFiring : TimestampSource.Spec,
                Precision = precisions.Length == 0 ? TimePrecision.Second : precisions[i],
            })],
        };
        var clock = LocalClock.Find("Europe/Moscow")!;
        return ChartFlags.Arrange(report, clock, new ChartTime(SampleIncident.Start, SampleIncident.Start.AddHours(1), 9, clock));
    }
}
