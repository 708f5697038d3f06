using System.Net;
using k8s.Models;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Reconciling;

namespace Operator.Tests.Evidence;

/// <summary>Each part of evidence is collected, kept and frozen by itself, and none is given up for less.</summary>
public sealed class EvidencePartTests : IDisposable
{
    private static readonly DateTimeOffset T = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);

    private readonly ScriptedPrometheus _prometheus = new();
    private readonly Operator.Prometheus.PrometheusClient _client;

    public EvidencePartTests() => _client = _prometheus.Client();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_part_that_time_can_bring_is_asked_again_and_does_not_keep_the_others_unfrozen()
    {
        Fired(0, 12);
        _prometheus.Refuse = q => q == "(users)" ? HttpStatusCode.GatewayTimeout : null;

        var first = await CollectAsync(Spec(), minute: 60);

        Assert.True(IsFrozen(first, EvidencePartNames.Alerts));
        Assert.True(IsFrozen(first, EvidencePartNames.FailedRequests));
        Assert.False(IsFrozen(first, EvidencePartNames.AffectedUsers));
        Assert.True(EvidenceJudge.IsOpen(Spec(), Judge(first), first));

        _prometheus.Refuse = _ => null;
        _prometheus.Forget();
        var second = await CollectAsync(Spec(), minute: 65, first);

        Assert.Equal(["(users)"], _prometheus.Asked);
        Assert.True(EvidenceJudge.IsComplete(Spec(), Judge(second)));
        Assert.Equal(42, second.Evidence.Impact!.AffectedUsers);
        Assert.Equal(first.Evidence.Part(EvidencePartNames.Alerts), second.Evidence.Part(EvidencePartNames.Alerts));
    }

    [Fact]
    public async Task Nothing_is_asked_for_frozen_parts_and_everything_on_request()
    {
        Fired(0, 12);
        var first = await CollectAsync(Spec(), minute: 60);
        _prometheus.Forget();

        var second = await CollectAsync(Spec(), minute: 65, first);
        Assert.Empty(_prometheus.Asked);
        Assert.Same(first.Evidence, second.Evidence);

        var third = await CollectAsync(Spec(), minute: 70, second, refresh: true);
        Assert.Contains("(users)", _prometheus.Asked);
        Assert.Equal(T.AddMinutes(70), third.Evidence.CollectedAt);
    }

    [Fact]
    public async Task What_was_read_stays_when_Prometheus_has_forgotten_it()
    {
        Fired(0, 12);
        var first = await CollectAsync(Spec(), minute: 13);
        Assert.DoesNotContain(first.Evidence.Parts, p => p.Frozen);
        _prometheus.KeepsSince = T.AddHours(10);
        _prometheus.Value = null;

        var second = await CollectAsync(Spec(), minute: 60, first);

        Assert.Equal(first.Evidence.Alerts, second.Evidence.Alerts);
        Assert.Equal(42, second.Evidence.Impact!.AffectedUsers);
        Assert.NotEmpty(second.Standing);

        // It was asked for once more after the incident had settled, and time brings nothing.
        Assert.True(EvidenceJudge.IsComplete(Spec(), Judge(second)));
    }

    [Fact]
    public async Task An_alert_whose_samples_are_lost_while_it_fires_is_neither_over_nor_given_up()
    {
        Fired(0, 12);
        var ongoing = await CollectAsync(Spec(), minute: 12);
        Assert.Equal(IncidentState.Ongoing, Judge(ongoing).Report.State);
        _prometheus.KeepsSince = T.AddHours(10);

        var lost = await CollectAsync(Spec(), minute: 30, ongoing);

        Assert.Equal((ongoing.Evidence.Alerts, ongoing.Evidence.Parts), (lost.Evidence.Alerts, lost.Evidence.Parts));
        Assert.Equal(IncidentState.Unknown, Judge(lost).Report.State);
        Assert.Same(lost.Evidence, (await CollectAsync(Spec(), minute: 35, lost)).Evidence);
        Assert.Contains(lost.Standing, p => p.Message.Contains("state incident.resolvedAt", StringComparison.Ordinal));

        var stated = Spec() with { Incident = new IncidentSpec { ResolvedAt = T.AddMinutes(14) } };
        var over = await CollectAsync(stated, minute: 40, lost);
        Assert.Equal(new TimeRange(T, T.AddMinutes(14)), Judge(over, stated).Report.Incident);
    }

    [Fact]
    public async Task An_alert_that_outlasts_the_retention_keeps_its_beginning_and_gets_its_end()
    {
        Fired(0, 180);
        var early = await CollectAsync(Spec(), minute: 100);
        _prometheus.KeepsSince = T.AddMinutes(90);

        var late = await CollectAsync(Spec(), minute: 240, early);

        var alert = Assert.Single(late.Evidence.Alerts);
        Assert.Equal((T, T.AddMinutes(180)), (alert.Firing[0].First, alert.Firing[^1].Last));
        Assert.Equal((180 * 4) + 1, Assert.Single(alert.Firing).Count, 2d);
        Assert.False(alert.StartUnknown);
    }

    [Fact]
    public async Task A_part_that_is_taken_out_of_the_spec_is_not_shown_and_is_there_when_it_comes_back()
    {
        Fired(0, 12);
        var first = await CollectAsync(Spec(), minute: 60);
        _prometheus.KeepsSince = T.AddHours(10);
        _prometheus.Value = null;
        var less = Spec() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = "another" } }, Detection = Collecting.Alert("Other") };

        var second = await CollectAsync(less, minute: 61, first);
        var view = Judge(second, less).Evidence;
        Assert.Empty(view.Alerts);
        Assert.Null(view.Impact!.AffectedUsers);
        Assert.DoesNotContain(view.Parts, p => p.Name == EvidencePartNames.AffectedUsers);

        _prometheus.Forget();
        var third = await CollectAsync(Spec(), minute: 62, second);
        Assert.Equal(42, third.Evidence.Impact!.AffectedUsers);
        Assert.Equal(ScriptedPrometheus.AlertName, Assert.Single(Judge(third).Evidence.Alerts).Name);
    }

    [Fact]
    public async Task A_search_window_that_was_changed_by_mistake_gives_the_alerts_back_though_Prometheus_has_forgotten()
    {
        Fired(0, 12);
        var first = await CollectAsync(Spec(), minute: 60);
        _prometheus.KeepsSince = T.AddHours(10);
        _prometheus.Value = null;
        var mistaken = Spec() with { Detection = Spec().Detection! with { SearchWindow = new SearchWindowSpec { From = T.AddDays(-2), To = T.AddDays(-1) } } };

        var second = EvidenceFile.Load(EvidenceFile.Save((await CollectAsync(mistaken, minute: 61, first)).Evidence).File, "second").Evidence;
        Assert.Empty(JudgedEvidence.Judge(Resource(mistaken), second, T.AddMinutes(61)).Evidence.Alerts);
        _prometheus.Forget();
        var third = await Collecting.CollectAsync(_client, Resource(Spec()), T.AddMinutes(62), second);

        Assert.Empty(_prometheus.Asked);
        Assert.Equal(Judge(first).Report.Incident, Judge(third).Report.Incident);
        Assert.Equal(42, third.Evidence.Impact!.AffectedUsers);
        Assert.True(EvidenceJudge.IsComplete(Spec(), Judge(third)));
    }

    [Fact]
    public async Task Times_that_were_changed_by_mistake_give_the_figures_back_though_Prometheus_has_forgotten()
    {
        PostMortemSpec Over(int from, int to) => Spec() with { Detection = null, Incident = new IncidentSpec { StartedAt = T.AddMinutes(from), ResolvedAt = T.AddMinutes(to) } };
        var first = await CollectAsync(Over(0, 12), minute: 60);
        _prometheus.Value = 7;

        var second = await CollectAsync(Over(20, 30), minute: 61, first);
        Assert.Equal(7, second.Evidence.Impact!.AffectedUsers);
        _prometheus.Value = null;
        _prometheus.Forget();
        var third = await CollectAsync(Over(0, 12), minute: 62, second);

        Assert.Empty(_prometheus.Asked);
        Assert.Equal((42, 42), (third.Evidence.Impact!.AffectedUsers, third.Evidence.Impact.FailedRequests));
        Assert.True(EvidenceJudge.IsComplete(Over(0, 12), Judge(third, Over(0, 12))));
    }

    [Fact]
    public async Task A_source_that_fails_in_the_middle_leaves_what_was_read_and_is_not_asked_on()
    {
        Fired(0, 12);
        _prometheus.Refuse = q => q == "(users)" ? HttpStatusCode.Unauthorized : null;

        var broken = await CollectAsync(Spec(), minute: 60);

        Assert.Equal(Reasons.PrometheusUnauthorized, broken.Failure!.Reason);
        Assert.True(IsFrozen(broken, EvidencePartNames.Alerts));
        Assert.DoesNotContain("(failed)", _prometheus.Asked);
        Assert.False(IsFrozen(broken, EvidencePartNames.FailedRequests));
    }

    [Fact]
    public async Task Evidence_that_holds_nothing_is_not_frozen_and_stands_while_it_holds_nothing()
    {
        var spec = Spec() with { Incident = new IncidentSpec { StartedAt = T, ResolvedAt = T.AddMinutes(12) } };
        _prometheus.Value = null;

        var first = await CollectAsync(spec, minute: 60);
        Assert.DoesNotContain(first.Evidence.Parts, p => p.Frozen);
        Assert.False(EvidenceJudge.IsOpen(spec, Judge(first, spec), first));

        var second = await CollectAsync(spec, minute: 65, first);
        Assert.Same(first.Evidence, second.Evidence);
    }

    [Fact]
    public async Task An_ongoing_incident_freezes_nothing()
    {
        Fired(0, 60);

        var collection = await CollectAsync(Spec(), minute: 30);

        Assert.DoesNotContain(collection.Evidence.Parts, p => p.Frozen);
        Assert.True(EvidenceJudge.IsOpen(Spec(), Judge(collection), collection));
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(60, false)]
    [InlineData(120, true)]
    public async Task An_incident_settles_two_intervals_and_at_least_two_minutes_after_its_end(int secondsAfterEnd, bool frozen)
    {
        Fired(0, 12);

        // The alert ends one interval of 15 s after its last sample.
        var collection = await CollectAsync(Spec(), T.AddMinutes(12).AddSeconds(15 + secondsAfterEnd));

        Assert.Equal(frozen, IsFrozen(collection, EvidencePartNames.Alerts));
    }

    private static PostMortemSpec Spec() => Collecting.Spec() with
    {
        Detection = Collecting.Alert(ScriptedPrometheus.AlertName),
        Impact = new ImpactSpec { AffectedUsers = new AffectedUsersSpec { Query = "users" }, FailedRequests = new FailedRequestsSpec { Query = "failed" } },
    };

    private void Fired(int fromMinute, int toMinute) => _prometheus.Firing.Add((T.AddMinutes(fromMinute), T.AddMinutes(toMinute)));

    private Task<Collection> CollectAsync(PostMortemSpec spec, int minute, Collection? before = null, bool refresh = false) => CollectAsync(spec, T.AddMinutes(minute), before, refresh);

    private Task<Collection> CollectAsync(PostMortemSpec spec, DateTimeOffset now, Collection? before = null, bool refresh = false) =>
        Collecting.CollectAsync(_client, Resource(spec), now, before?.Evidence, refresh);

    private static JudgedEvidence Judge(Collection collection, PostMortemSpec? spec = null) => JudgedEvidence.Judge(Resource(spec ?? Spec()), collection.Evidence, collection.AskedAt);

    private static bool IsFrozen(Collection collection, string part) => collection.Evidence.Part(part)!.Frozen;

    private static PostMortem Resource(PostMortemSpec spec) => new() { Metadata = new V1ObjectMeta { Name = "p0-042", CreationTimestamp = T.UtcDateTime }, Spec = spec };
}
