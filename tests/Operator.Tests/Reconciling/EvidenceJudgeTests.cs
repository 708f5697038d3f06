using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Reconciling;

namespace Operator.Tests.Reconciling;

public sealed class EvidenceJudgeTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddHours(2);

    [Theory]
    [InlineData(15, 120)]
    [InlineData(60, 120)]
    [InlineData(300, 600)]
    public void Evidence_settles_two_evaluation_intervals_and_at_least_two_minutes_after_the_end(double interval, double seconds)
    {
        var settles = EvidenceJudge.SettlesAt(Report(interval, resolvedAt: End));

        Assert.Equal(TimeSpan.FromSeconds(seconds), settles - End);
    }

    [Fact]
    public void Evidence_of_an_incident_that_goes_on_does_not_settle() => Assert.Null(EvidenceJudge.SettlesAt(Report(15, resolvedAt: null)));

    private static IncidentReport Report(double interval, DateTimeOffset? resolvedAt)
    {
        var resource = new PostMortem
        {
            Spec = new PostMortemSpec
            {
                Title = "T",
                Severity = Severity.P1,
                Services = ["a"],
                Incident = new IncidentSpec { StartedAt = Start, ResolvedAt = resolvedAt, Ongoing = resolvedAt is null },
                Detection = new DetectionSpec { Alerts = [new AlertSpec { Name = "Down" }] },
            },
        };
        var evidence = new IncidentEvidence
        {
            CollectedAt = Start.AddDays(1),
            Source = new EvidenceSource("default"),
            SearchWindow = new TimeRange(Start.AddHours(-1), Start.AddDays(1)),
            Alerts =
            [
                new AlertSeries
                {
                    Name = "Down",
                    IntervalSeconds = interval,
                    Firing = [new SampleRun(Start, End, (int)((End - Start).TotalSeconds / interval) + 1)],
                    ActiveAt = [new ActiveAt(Start, new SampleRun(Start, End, 2))],
                },
            ],
        };
        return IncidentReportBuilder.Build(resource, evidence, Start.AddDays(1));
    }
}
