using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;
using Operator.Manifests;
using Operator.Prometheus;
using Operator.Sandbox.Replay;
using Operator.Sandbox.TryOut;
using Operator.EndToEnd.Tests.Support;
using Operator.Tests.TestData;
using Operator.Validation;

namespace Operator.EndToEnd.Tests.TryOut;

/// <summary>The replay, asked by the collector at moments of the test's choice.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly DateTimeOffset Beginning = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Started = Beginning - TimeSpan.FromMinutes(8);

    private readonly SampleManifests _samples = new();
    private readonly List<string> _said = [];

    [Theory]
    [InlineData(0)]
    [InlineData(37.25)]
    [InlineData(1830)]
    [InlineData(3100)]
    public async Task The_incident_that_goes_on_grows_older_with_the_clock(double seconds)
    {
        var now = Beginning.AddSeconds(seconds);
        var (resource, evidence) = await CollectAsync("p0-042-ongoing", now);

        var report = IncidentReportBuilder.Build(resource, evidence, now);
        Assert.Equal(IncidentState.Ongoing, report.State);
        Assert.Equal(new TimeRange(Started, now), evidence.Incident);
        Assert.Equal(TimeSpan.FromMinutes(3), report.Duration(DurationName.TimeToAcknowledge)!.Value + (report.Timestamp(IncidentTimestampName.DetectedAt)!.Time - Started));
        var failed = SeedIncidentHistory.Errors(SeedIncidentHistory.Start.AddSeconds(seconds + 480), TimeSpan.FromHours(1));
        Assert.Equal(failed, evidence.Impact!.FailedRequests!.Value, 61 * 125 * 0.03);
        Assert.All(evidence.Slos, s => Assert.Empty(s.Problems));
        Assert.All(report.Slos, s => Assert.Equal(FigureState.Recorded, s.Budget!.State));

        // One thing has one number.
        Assert.Equal(failed, evidence.Slos[0].Incident!.Value.Errors, 61 * 125 * 0.03);
        Assert.Equal((long)Math.Round(evidence.Slos[0].Incident!.Value.Errors, MidpointRounding.AwayFromZero), report.Impact.FailedRequests);
        Assert.Equal(100 - (failed / (1.25 * (seconds + 480))), report.Slos[0].SliAveragePercent!.Value, 0.05);
        Assert.True(_said.Count == 0, string.Join('\n', _said));
    }

    [Fact]
    public async Task It_ends_after_an_hour_as_it_did_when_it_was_recorded()
    {
        var now = Started.AddMinutes(63);
        var (resource, evidence) = await CollectAsync("p0-042-ongoing", now);

        Assert.Equal(IncidentState.Resolved, IncidentReportBuilder.Build(resource, evidence, now).State);
        Assert.Equal(new TimeRange(Started, Started.AddHours(1)), evidence.Incident);
        Assert.Empty(_said);
    }

    [Fact]
    public async Task What_was_not_recorded_is_no_data_and_is_said_once()
    {
        var (_, evidence) = await CollectAsync("p0-042", Beginning, spec => spec with
        {
            Slos = [spec.Slos[0] with { Window = "7d" }],
            Impact = spec.Impact! with { AffectedUsers = new AffectedUsersSpec { Query = "sum(nobody_recorded_this)" } },
        });

        Assert.Null(evidence.Impact!.AffectedUsers);
        Assert.Equal(0, evidence.Slos[0].Before!.CoveredSeconds);
        Assert.Single(_said, line => line.Contains("nobody_recorded_this", StringComparison.Ordinal));
        Assert.Equal(_said.Distinct(StringComparer.Ordinal), _said);
    }

    public void Dispose() => _samples.Dispose();

    private async Task<(PostMortem Resource, IncidentEvidence Evidence)> CollectAsync(string name, DateTimeOffset now, Func<PostMortemSpec, PostMortemSpec>? change = null)
    {
        var recordings = Recordings.Load(Beginning);
        await using var replay = await ReplayServer.StartAsync(recordings, new SteppedTime(now), _said.Add, TestContext.Current.CancellationToken);
        var file = _samples.Write(new SandboxOptions(), recordings.MovedBy, null).Single(f => Path.GetFileNameWithoutExtension(f) == name);
        var judged = PostMortemFile.Judge(ManifestReader.Read(await File.ReadAllTextAsync(file), name), name, new ValidationSettings { Now = now.AddYears(1) });
        var resource = Assert.Single(judged.Resources);
        resource = resource with { Spec = change?.Invoke(resource.Spec) ?? resource.Spec };
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = replay.Url.ToString() }, TimeProvider.System);
        return (resource, (await new EvidenceCollector(TimeProvider.System).CollectAsync(resource, client, now, null, false, TestContext.Current.CancellationToken)).Evidence);
    }
}
