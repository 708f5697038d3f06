using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.Cli;
using Operator.Tests.Prometheus;
using Operator.Tests.Validation;

namespace Operator.Tests.Cli;

/// <summary>What a server can do wrong, seen from the command line: the reason, the exit code, and a document all the same.</summary>
public sealed class FaultTests
{
    private const string Now = "2025-12-14T08:00:00Z";
    private const string TooManyPoints = "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)";
    private const string HostileShape = """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":{"1":"1"}}]}}""";

    private static readonly string Spec = Judging.Resource("""
        incident: {startedAt: 2025-12-14T07:00:00Z, resolvedAt: 2025-12-14T07:12:00Z}
        detection: {alerts: [{name: Down}]}
        impact: {affectedUsers: {query: users}}
        """);

    // Retries wait less than this; the template's time limit is more.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2.5);

    private static readonly DateTimeOffset Fired = new(2025, 12, 14, 7, 2, 15, TimeSpan.Zero);

    [Theory]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"1:7: parse error: unclosed left parenthesis"}""", Reasons.QueryInvalid, "1:7: parse error: unclosed left parenthesis")]
    [InlineData(400, $$"""{"status":"error","errorType":"bad_data","error":"{{TooManyPoints}}"}""", Reasons.QueryTooExpensive, "11,000 points")]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"}""", Reasons.QueryTooExpensive, "too many samples")]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"found duplicate series for the match group"}""", Reasons.QueryInvalid, "duplicate series")]
    [InlineData(429, "slow down", Reasons.PrometheusThrottled, "429")]
    [InlineData(500, "oops", Reasons.PrometheusUnavailable, "500")]
    [InlineData(503, "", Reasons.PrometheusUnavailable, "503")]
    [InlineData(200, """{"status":"success","data":[]}""", Reasons.ResponseInvalid, "")]
    [InlineData(200, HostileShape, Reasons.ResponseInvalid, "")]
    public async Task An_answer_that_is_none_has_its_reason(int status, string body, string reason, string told)
    {
        await using var server = await FakeServer.StartAsync(status, body, ("Retry-After", "1"));

        var run = await RenderAsync(server.Url);

        AssertFault(run, reason);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_is_asked_again_after_that_time()
    {
        var time = new HastyTime(LongestWait);
        await using var server = await FakeServer.StartAsync(429, "", ("Retry-After", "2"));

        AssertFault(await RenderAsync(server.Url, time: time), Reasons.PrometheusThrottled);

        Assert.Equal(3, server.Requests);
        Assert.Contains(TimeSpan.FromSeconds(2), time.Waits);
    }

    [Fact]
    public async Task An_unknown_host_does_not_resolve()
    {
        var run = await RenderAsync(new Uri("http://no-such-host.invalid"));

        AssertFault(run, Reasons.PrometheusUnavailable);
        Assert.Contains("does not resolve", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var certificate = PrometheusFaultTests.SelfSigned("127.0.0.1");
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("{}"), certificate);

        AssertFault(await RenderAsync(server.Url), Reasons.CertificateInvalid);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Two_gigabytes_are_cut_off_early()
    {
        long sent = 0;
        await using var server = await FakeServer.StartAsync(async context =>
        {
            // Spaces are nothing to count but bytes.
            await context.Response.WriteAsync("""{"status":"success",""");
            var chunk = new string(' ', 64 << 10);
            while (sent < 2L << 30 && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(chunk, context.RequestAborted);
                sent += chunk.Length;

                // After the client has hung up, writes end at once, and what says so waits for its turn.
                await Task.Yield();
            }
        });

        AssertFault(await RenderAsync(server.Url), Reasons.ResponseTooLarge);
        Assert.InRange(sent, 1, 256L << 20);
    }

    [Theory]
    [InlineData("NaN", "which is no number of anything")]
    [InlineData("+Inf", "a number from 0 is needed")]
    [InlineData("-Inf", "a number from 0 is needed")]
    public async Task What_is_no_number_is_told_and_never_shown(string value, string told)
    {
        await using var server = await FakeServer.StartAsync(Answer(AlertSeries(), Vector(value)));

        var run = await RenderAsync(server.Url);
        var status = await RenderAsync(server.Url, "json");

        AssertFault(run, Reasons.QueryResultInvalid);
        Assert.Contains("impact.affectedUsers.query: the query gave ", run.Error, StringComparison.Ordinal);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        var json = JsonNode.Parse(status.Output)!;
        Assert.Null(json["impact"]?["affectedUsers"]);
        Assert.Equal("12m", json["summary"]!["duration"]!.GetValue<string>());
        Assert.Equal("2m 15s", json["summary"]!["timeToDetect"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_found_is_told_for_each_question()
    {
        await using var server = await FakeServer.StartAsync(Answer([], """{"resultType":"vector","result":[]}"""));

        var run = await RenderAsync(server.Url);

        AssertFault(run, Reasons.NoAlertFound);
        Assert.Contains($"a: EvidenceCollected=False {Reasons.NoData}: impact.affectedUsers.query: the query gave no data", run.Error, StringComparison.Ordinal);
        Assert.Contains("**Total Duration:** 12 minutes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_series_twice_is_one()
    {
        await using var once = await FakeServer.StartAsync(Answer(AlertSeries(), Vector("1200")));
        await using var twice = await FakeServer.StartAsync(Answer(Twice("1"), Vector("1200")));

        var (expected, actual) = (await RenderAsync(once.Url, "json"), await RenderAsync(twice.Url, "json"));

        Assert.Equal((0, "", 0, ""), (expected.ExitCode, expected.Error, actual.ExitCode, actual.Error));
        Assert.Equal(Figures(expected.Output), Figures(actual.Output));
    }

    [Fact]
    public async Task The_same_series_twice_with_different_values_is_no_answer()
    {
        await using var server = await FakeServer.StartAsync(Answer(Twice("2"), Vector("1")));

        AssertFault(await RenderAsync(server.Url), Reasons.ResponseInvalid);
    }

    [Theory]
    [InlineData(-90, "90 s behind")]
    [InlineData(90, "90 s ahead of")]
    public async Task A_clock_that_is_off_is_told_and_is_no_fault(int seconds, string told)
    {
        var now = DateTimeOffset.Parse(Now, CultureInfo.InvariantCulture);
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.Headers.Date = now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);
            return Answer(AlertSeries(), Vector("1200"))(context);
        });

        var run = await RenderAsync(server.Url, time: new StandingTime(now));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"is {told} the operator", run.Output.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("TTD: 2m 15s", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    public async Task A_date_that_no_clock_can_show_is_told_and_moves_no_figure(string date)
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.Headers.Date = date;
            return Answer(AlertSeries(), Vector("1200"))(context);
        });

        var run = await RenderAsync(server.Url, time: new StandingTime(DateTimeOffset.Parse(Now, CultureInfo.InvariantCulture)));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("more than 1 day away from the operator", run.Output.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("TTD: 2m 15s", run.Output, StringComparison.Ordinal);
    }

    private static void AssertFault(Cli run, string reason)
    {
        Assert.Equal(ExitCodes.No, run.ExitCode);
        Assert.StartsWith($"a: EvidenceCollected=False {reason}: ", run.Error);
        Assert.StartsWith("# Post-Mortem: T", run.Output);
        Assert.DoesNotContain("NaN%", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", run.Output, StringComparison.Ordinal);
    }

    private static Task<Cli> RenderAsync(Uri url, string format = "markdown", TimeProvider? time = null) =>
        Cli.RunAsync(["render", "-", "--prometheus-url", url.ToString(), "--now", Now, "--format", format], Spec, time ?? new HastyTime(LongestWait));

    private static RequestDelegate Answer(JsonArray alerts, string other)
    {
        var found = new JsonObject { ["resultType"] = "matrix", ["result"] = alerts }.ToJsonString();
        return async context =>
        {
            var query = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync())["query"].ToString() : "";
            var data = query switch
            {
                _ when query.StartsWith("ALERTS_FOR_STATE", StringComparison.Ordinal) => """{"resultType":"matrix","result":[]}""",
                _ when query.StartsWith("ALERTS", StringComparison.Ordinal) => found,
                _ when query.Contains("last_over_time(up[", StringComparison.Ordinal) => """{"resultType":"vector","result":[{"metric":{"figure":"soon 0"},"value":[1765696320,"1"]}]}""",
                _ => other,
            };
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"status":"success","data":{{data}}}""");
        };
    }

    /// <summary>The alert as it fired every 15 s from its detection to the incident's end.</summary>
    private static JsonArray AlertSeries() => [Series("1")];

    private static JsonArray Twice(string second) => [Series("1"), Series(second)];

    private static JsonObject Series(string value)
    {
        var samples = Enumerable.Range(0, 39).Select(i => (JsonNode)new JsonArray(Fired.AddSeconds(15 * i).ToUnixTimeSeconds(), value));
        var metric = new JsonObject { ["__name__"] = "ALERTS", ["alertname"] = "Down", ["alertstate"] = "firing" };
        return new JsonObject { ["metric"] = metric, ["values"] = new JsonArray([.. samples]) };
    }

    private static string Vector(string value) => $$"""{"resultType":"vector","result":[{"metric":{},"value":[1765696320,"{{value}}"]}]}""";

    // Which port the server had is not a figure.
    private static string Figures(string status)
    {
        var json = JsonNode.Parse(status)!.AsObject();
        json.Remove("document");
        json["evidence"]!.AsObject().Remove("digest");
        return json.ToJsonString();
    }

    private sealed class StandingTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
