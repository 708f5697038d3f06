using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.FollowUp;
using Operator.Prometheus;
using Operator.Tests.Prometheus;
using Operator.Tests.TestData;
using static Operator.Tests.FollowUp.VerifyingServer;

namespace Operator.Tests.FollowUp;

/// <summary>Queries that verify action items, asked of a real Prometheus.</summary>
public sealed partial class VerifyStepTests(VerifyingServer history) : IClassFixture<VerifyingServer>
{
    private const string Pool = "max(pool_ready) > 0";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_item_becomes_verified_regressed_and_verified_again_at_the_moments_of_the_samples(bool restarting)
    {
        using var follower = Follower(Pool);
        await follower.FollowAsync(Start.AddHours(1), Repaired.AddHours(8), restarting);

        Assert.Equal(
            [
                (FollowedState.Open, null),
                (FollowedState.Verified, Ready + Hour),
                (FollowedState.Regressed, Broken + Hour),
                (FollowedState.Verified, Repaired + Hour),
            ],
            Changes(follower));
        Assert.Equal((QueryState.Holds, Repaired, Repaired + Hour + TimeSpan.FromDays(90)), (follower.Verification.State, follower.Verification.Since!.Value, follower.Verification.WatchedUntil!.Value));
    }

    [Theory]
    [InlineData(MetricServer.Prometheus3)]
    [InlineData(MetricServer.VictoriaMetrics)]
    public async Task Other_servers_give_the_same_moments(MetricServer kind)
    {
        Assert.SkipWhen(ServerPrograms.Find(kind) is null, "the server is not here: run tests/get-servers.sh");
        using var server = await PrometheusServer.StartAsync(History(), kind);
        using var follower = new Follower(server.Url.ToString(), Pool);
        await follower.FollowAsync(Start.AddHours(1), Repaired.AddHours(8));

        Assert.Equal((Repaired + Hour, Broken + Hour, Repaired), (follower.Verification.VerifiedAt!.Value, follower.Verification.RegressedAt!.Value, follower.Verification.Since!.Value));
    }

    [Fact]
    public async Task One_late_look_finds_the_same_moments()
    {
        using var follower = Follower(Pool);
        await follower.LookAsync(Down);

        Assert.Equal((Repaired + Hour, Broken + Hour, Repaired), (follower.Verification.VerifiedAt!.Value, follower.Verification.RegressedAt!.Value, follower.Verification.Since!.Value));
    }

    [Fact]
    public async Task Nothing_is_written_that_says_nothing_new()
    {
        using var follower = Follower(Pool);
        await follower.FollowAsync(Start.AddHours(1), Ready.AddHours(9));

        // Failing, holding, verified; no more than one a day tells how far the samples were looked at.
        Assert.Equal(3, follower.Written.Count);
        Assert.InRange(follower.Looks, 38, 44);
    }

    [Fact]
    public async Task What_held_before_the_incident_proves_nothing()
    {
        using var follower = Follower("min(constant) == 1", origin: Start.AddHours(5).AddMilliseconds(700));
        await follower.LookAsync(Start.AddHours(8));

        Assert.Equal(Start.AddHours(6).AddMilliseconds(700), follower.Verification.VerifiedAt);
    }

    [Fact]
    public async Task Series_that_are_not_there_yet_are_unknown_and_then_their_first_sample_begins_it()
    {
        using var follower = Follower("count(pool_size) > 0");
        await follower.LookAsync(Start.AddHours(1));
        Assert.Equal((QueryState.Unknown, Reasons.NoData), (follower.Verification.State, follower.Verification.Reason));

        await follower.FollowAsync(Start.AddHours(2), Ready.AddHours(2));
        Assert.Equal((QueryState.Holds, Ready, Ready + Hour), (follower.Verification.State, follower.Verification.Since!.Value, follower.Verification.VerifiedAt!.Value));
    }

    [Fact]
    public async Task Series_that_vanish_while_the_server_goes_on_are_a_failure()
    {
        using var follower = Follower("count(up{job=\"old\"}) > 0");
        await follower.FollowAsync(Start.AddHours(1), Ready.AddHours(8));

        // Without a staleness marker a server looks back for five minutes.
        Assert.Equal(FollowedState.Regressed, follower.Status.State);
        Assert.InRange(follower.Verification.RegressedAt!.Value, Ready + Hour, Ready + Hour + TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("min(constant) == 1")]
    [InlineData("absent(up{job=\"never\"})")]
    public async Task While_the_server_is_down_nothing_is_known_whatever_the_query_says(string query)
    {
        using var follower = Follower(query, duration: "6h", origin: Down.AddHours(-5));
        await follower.LookAsync(Down.AddMinutes(12));
        Assert.Equal((QueryState.Unknown, Reasons.NoData), (follower.Verification.State, follower.Verification.Reason));
        Assert.InRange(follower.Verification.KnownUntil!.Value, Down, Down.AddMinutes(1));

        await follower.FollowAsync(Down.AddMinutes(30), Restarts);
        Assert.Equal((Back, Back.AddHours(6)), (follower.Verification.Since!.Value, follower.Verification.VerifiedAt!.Value));
    }

    [Fact]
    public async Task A_restart_of_the_server_breaks_nothing()
    {
        using var follower = Follower("min(constant) == 1", origin: Restarts.AddMinutes(-30));
        await follower.LookAsync(Restarts.AddMinutes(1));
        await follower.FollowAsync(Restarts.AddMinutes(10), Restarts.AddMinutes(60));

        Assert.Equal(Restarts.AddMinutes(30), follower.Verification.VerifiedAt);
    }

    [Fact]
    public async Task A_selector_that_matches_several_names_is_followed_as_any_other()
    {
        using var follower = Follower("min({__name__=~\"constant|up\",job=\"email\"}) == 1", origin: Ready);
        await follower.FollowAsync(Ready.AddMinutes(10), Ready.AddMinutes(90));

        Assert.Equal(Ready.AddHours(1), follower.Verification.VerifiedAt);
    }

    [Theory]
    [InlineData("9s")]
    [InlineData("91d")]
    [InlineData("soon")]
    public async Task A_length_that_cannot_be_followed_is_told(string duration)
    {
        using var follower = Follower("min(constant) == 1", duration: duration, origin: Ready);
        await follower.FollowAsync(Ready.AddMinutes(10), Ready.AddHours(8));

        Assert.Equal((FollowedState.Open, QueryState.Unknown, Reasons.QueryInvalid), (follower.Written[^1].State, follower.Verification.State, follower.Verification.Reason));
        Assert.Contains($"spec.actionItems[AI-1].verify.for: '{duration}'", follower.Verification.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pool_ready >= 0", Reasons.QueryResultInvalid, "several series")]
    [InlineData("max(share) != 0", Reasons.QueryResultInvalid, "NaN")]
    [InlineData("count(no_such_metric) > 0", Reasons.NoData, "no samples match")]
    [InlineData("count(pool_ready", Reasons.QueryInvalid, "parentheses do not match")]
    [InlineData("count(pool_ready > 0", Reasons.QueryInvalid, "parentheses do not match")]
    [InlineData("count(pool_ready) > bool 0", Reasons.QueryInvalid, "remove bool")]
    [InlineData("pool_ready[5m] > 0", Reasons.QueryInvalid, "refuses the query")]
    public async Task What_is_no_answer_is_unknown_with_its_reason_and_never_verified(string query, string reason, string message)
    {
        using var follower = Follower(query);
        await follower.FollowAsync(Start.AddHours(1), Ready.AddHours(20));

        Assert.All(follower.Written, s => Assert.Equal((FollowedState.Open, QueryState.Unknown, reason), (s.State, s.Verification!.State, s.Verification.Reason)));
        Assert.Contains(message, follower.Verification.Message, StringComparison.Ordinal);
        Assert.StartsWith("spec.actionItems[AI-1].verify.query: ", follower.Verification.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_too_slow_leaves_it_unknown()
    {
        await using var slow = await FakeServer.StartAsync(async context => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var follower = new Follower(slow.Url.ToString(), Pool) { QueryLimit = TimeSpan.FromMilliseconds(200) };
        await follower.LookAsync(Start.AddHours(1));

        Assert.Equal((QueryState.Unknown, Reasons.PrometheusTimeout, FollowedState.Open), (follower.Verification.State, follower.Verification.Reason, follower.Status.State));
        Assert.Contains("did not answer within 0.2 s", follower.Verification.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_takes_nothing_from_what_is_known()
    {
        using var follower = Follower(Pool);
        await follower.LookAsync(Ready.AddHours(2));
        history.Server.Stop();
        try
        {
            await follower.LookAsync(Ready.AddHours(9));
            Assert.Equal((FollowedState.Verified, QueryState.Unknown, Reasons.PrometheusUnavailable), (follower.Status.State, follower.Verification.State, follower.Verification.Reason));
        }
        finally
        {
            await history.Server.StartAgainAsync();
        }

        follower.Restart();
        await follower.LookAsync(Ready.AddHours(9.5));
        Assert.Equal((FollowedState.Verified, QueryState.Holds, Ready), (follower.Status.State, follower.Verification.State, follower.Verification.Since!.Value));
    }

    [Fact]
    public async Task A_changed_query_is_verified_anew()
    {
        using var follower = Follower(Pool);
        await follower.LookAsync(Ready.AddHours(2));
        Assert.Equal(FollowedState.Verified, follower.Status.State);

        follower.Spec = follower.Spec with { ActionItems = [follower.Spec.ActionItems[0] with { Verify = new VerifySpec { Query = "max(pool_ready) > 1", For = "1h" } }] };
        await follower.LookAsync(Ready.AddHours(2));
        Assert.Equal((FollowedState.Open, QueryState.Fails), (follower.Status.State, follower.Verification.State));

        follower.Spec = follower.Spec with { ActionItems = [follower.Spec.ActionItems[0] with { Verify = null }] };
        await follower.LookAsync(Ready.AddHours(2));
        Assert.Null(follower.Status.Verification);
    }

    [Fact]
    public async Task Items_that_a_look_does_not_get_to_are_asked_first_in_the_next_one()
    {
        var asked = new List<string>();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            asked.Add(Metric().Match(form["query"].ToString()).Value);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"status":"success","data":{"resultType":"vector","result":[]}}""");
        });
        using var sources = new PrometheusSources(new PrometheusOptions { Sources = [new PrometheusSourceOptions { Url = server.Url.ToString() }] }, TimeProvider.System);
        var spec = new PostMortemSpec
        {
            Title = "t",
            Severity = Severity.P1,
            Services = ["a"],
            ActionItems = [.. Enumerable.Range(1, 3).Select(i => new ActionItemSpec { Id = $"AI-{i}", Title = "t", Verify = new VerifySpec { Query = $"metric_{i} > 0" } })],
        };
        var step = new VerifyStep(sources, TimeProvider.System) { Limit = TimeSpan.Zero };
        var memory = new VerifyMemory().Of(new Runtime.ObjectKey("a", "b"), "uid");
        for (var look = 0; look < 4; look++)
        {
            var now = Start.AddMinutes(look);
            var known = await step.RunAsync(spec, [], Start.AddHours(-1), memory, now, CancellationToken.None);
            Assert.Equal(look < 2 ? now.AddMinutes(1) : Start.AddMinutes(15), known.Values.Min(k => k.NextAsk));
        }

        Assert.Equal(["metric_1", "metric_2", "metric_3"], asked.Where(a => a.Length > 0).Distinct());
    }

    [Fact]
    public async Task A_source_that_is_away_is_asked_once_in_a_look_and_all_its_items_say_why()
    {
        await using var server = await FakeServer.StartAsync(401, "");
        using var sources = new PrometheusSources(new PrometheusOptions { Sources = [new PrometheusSourceOptions { Url = server.Url.ToString() }] }, TimeProvider.System);
        var items = Enumerable.Range(1, 20).Select(i => new ActionItemSpec { Id = $"AI-{i}", Title = "t", Verify = new VerifySpec { Query = "x > 0" } });
        var spec = new PostMortemSpec { Title = "t", Severity = Severity.P1, Services = ["a"], ActionItems = [.. items, new ActionItemSpec { Id = "other", Title = "t", Verify = new VerifySpec { Query = "x > 0", Source = "other" } }] };
        var known = await new VerifyStep(sources, TimeProvider.System).RunAsync(spec, [], Start, new VerifyMemory().Of(new Runtime.ObjectKey("a", "b"), "uid"), Start.AddHours(1), CancellationToken.None);

        Assert.Equal(1, server.Requests);
        Assert.All(known.Where(k => k.Key != "other"), k => Assert.Equal(Reasons.PrometheusUnauthorized, k.Value.Status.Reason));
        Assert.Equal((Reasons.SourceUnknown, "spec.actionItems[other].verify.source: 'other' is not configured; choose one of: default"), (known["other"].Status.Reason, known["other"].Status.Message));
    }

    private Follower Follower(string query, string duration = "1h", DateTimeOffset? origin = null) => new(history.Server.Url.ToString(), query, duration) { Origin = origin ?? Start };

    private static List<(FollowedState State, DateTimeOffset? Time)> Changes(Follower follower) =>
        [.. follower.Written.Select(s => (s.State, Time: s.Statements?[^1].Time)).Distinct()];

    [System.Text.RegularExpressions.GeneratedRegex("metric_[0-9]")]
    private static partial System.Text.RegularExpressions.Regex Metric();
}
