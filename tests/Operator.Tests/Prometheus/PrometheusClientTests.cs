using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.Core;
using Operator.Prometheus;

namespace Operator.Tests.Prometheus;

public sealed class PrometheusClientTests
{
    internal const string OneSample = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1765695600.125,\"1\"]}]}}";

    [Fact]
    public async Task A_query_is_posted_with_prefix_headers_parameters_and_credentials()
    {
        string? tenant = null;
        string? authorization = null;
        IFormCollection? form = null;
        string? path = null;
        await using var server = await FakeServer.StartAsync(async context =>
        {
            (tenant, authorization) = (context.Request.Headers["X-Scope-OrgID"], context.Request.Headers.Authorization);
            path = $"{context.Request.Method} {context.Request.Path}";
            form = await context.Request.ReadFormAsync();
            await context.Response.WriteAsync(OneSample);
        });
        var password = Path.GetTempFileName();
        await File.WriteAllTextAsync(password, "s3cret\n");
        using var client = PrometheusFaultTests.Client(
            new Uri(server.Url, "/prometheus/"),
            o =>
            {
                o.Headers["X-Scope-OrgID"] = "team-a";
                o.QueryParameters["partial_response"] = "false";
                o.BasicAuth = new BasicAuthOptions { Username = "reader", PasswordFile = password };
            },
            TimeProvider.System);

        await client.QueryAsync("up{a=\"&\"}", DateTimeOffset.FromUnixTimeMilliseconds(1765695600125), TestContext.Current.CancellationToken);

        Assert.Equal("POST /prometheus/api/v1/query", path);
        Assert.Equal("team-a", tenant);
        Assert.Equal("Basic " + Convert.ToBase64String("reader:s3cret"u8), authorization);
        Assert.Equal("up{a=\"&\"}", form!["query"]);
        Assert.Equal("1765695600.125", form["time"]);
        Assert.Equal("false", form["partial_response"]);
        File.Delete(password);
    }

    [Fact]
    public async Task A_bearer_token_that_rotates_is_used_at_once()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await FakeServer.StartAsync(context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization.ToString());
            return context.Response.WriteAsync(OneSample);
        });
        var token = Path.GetTempFileName();
        using var client = PrometheusFaultTests.Client(server.Url, o => o.BearerTokenFile = token, TimeProvider.System);

        await File.WriteAllTextAsync(token, "first\n");
        await PrometheusFaultTests.QueryAsync(client);
        await File.WriteAllTextAsync(token, "second\n");
        await PrometheusFaultTests.QueryAsync(client);

        Assert.Equal(["Bearer first", "Bearer second"], seen);
        File.Delete(token);
        Assert.Equal(Reasons.PrometheusUnauthorized, (await Assert.ThrowsAsync<FailureException>(() => PrometheusFaultTests.QueryAsync(client))).Reason);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_server_that_asks_to_wait_a_moment_is_asked_again_after_it(int status)
    {
        var answers = 0;
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "3";
            context.Response.StatusCode = Interlocked.Increment(ref answers) == 1 ? status : 200;
            return context.Response.WriteAsync(OneSample);
        });
        var time = new HastyTime();
        using var client = PrometheusFaultTests.Client(server.Url, null, time);

        Assert.Single((await PrometheusFaultTests.QueryAsync(client)).Series);
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.Single(time.Waits));
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_long_is_left_alone_and_the_caller_is_told()
    {
        await using var server = await FakeServer.StartAsync(429, "", ("Retry-After", "600"));
        using var client = PrometheusFaultTests.Client(server.Url, null, new HastyTime());

        var e = await Assert.ThrowsAsync<FailureException>(() => PrometheusFaultTests.QueryAsync(client));

        Assert.Equal(TimeSpan.FromMinutes(10), e.RetryAfter);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_asked_three_times()
    {
        await using var server = await FakeServer.StartAsync(503, "");
        using var client = PrometheusFaultTests.Client(server.Url, null, new HastyTime());

        await Assert.ThrowsAsync<FailureException>(() => PrometheusFaultTests.QueryAsync(client));

        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_refused_query_is_asked_once()
    {
        await using var server = await FakeServer.StartAsync(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}");
        using var client = PrometheusFaultTests.Client(server.Url, null, new HastyTime());

        await Assert.ThrowsAsync<FailureException>(() => PrometheusFaultTests.QueryAsync(client));

        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task No_more_than_two_queries_run_at_a_time()
    {
        var (running, most) = (0, 0);
        using var both = new SemaphoreSlim(0);
        await using var server = await FakeServer.StartAsync(async context =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == 2)
            {
                both.Release(100);
            }

            await both.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref running);
            await context.Response.WriteAsync(OneSample);
        });
        using var client = PrometheusFaultTests.Client(server.Url, null, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PrometheusFaultTests.QueryAsync(client)));

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Partial_answers_warnings_and_odd_values_come_through()
    {
        const string body = """
            {"status":"success","isPartial":true,"warnings":["store is down"],"infos":["might not be a counter"],"stats":{"x":[1,{"y":2}]},
             "data":{"result":[{"values":[[2,"NaN"],[1,"-Inf"],[3,"+Inf"],[3,"+Inf"]],"metric":{"b":"2"},"new":[{}]},{"metric":{"a":"1"},"values":[[1.5,"1e3"]]},
                               {"metric":{"a":"1"},"values":[[1.5,"1000"],[2.5,"7"]]}],"resultType":"matrix"}}
            """;
        await using var server = await FakeServer.StartAsync(200, body);
        using var client = PrometheusFaultTests.Client(server.Url, null, TimeProvider.System);

        var result = await PrometheusFaultTests.QueryAsync(client);

        Assert.Equal(["store is down", "might not be a counter"], result.Warnings.Take(2));
        Assert.Contains(result.Warnings, w => w.Contains("isPartial", StringComparison.Ordinal));
        Assert.Equal([new(1500, 1000), new(2500, 7)], result.Series[0].Samples);
        Assert.Equal([double.NegativeInfinity, double.NaN, double.PositiveInfinity], result.Series[1].Samples.Select(s => s.Value));
    }

    [Fact]
    public async Task The_same_series_twice_with_different_values_is_refused()
    {
        await using var server = await FakeServer.StartAsync(
            200,
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"1\"]},{\"metric\":{},\"value\":[1,\"2\"]}]}}");
        using var client = PrometheusFaultTests.Client(server.Url, null, TimeProvider.System);

        Assert.Equal(Reasons.ResponseInvalid, (await Assert.ThrowsAsync<FailureException>(() => PrometheusFaultTests.QueryAsync(client))).Reason);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
