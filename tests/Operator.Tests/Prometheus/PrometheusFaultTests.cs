using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.Core;
using Operator.Prometheus;
using Operator.Tests.TestData;

namespace Operator.Tests.Prometheus;

/// <summary>Everything that can go wrong with a source, and the reason it is given.</summary>
public sealed class PrometheusFaultTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData(401, "denied for hunter2", Reasons.PrometheusUnauthorized, false)]
    [InlineData(403, "{\"status\":\"error\",\"errorType\":\"forbidden\",\"error\":\"hunter2\"}", Reasons.PrometheusUnauthorized, false)]
    [InlineData(404, "404 page not found", Reasons.PrometheusNotFound, true)]
    [InlineData(405, "", Reasons.PrometheusNotFound, true)]
    [InlineData(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:7: parse error: unclosed left parenthesis\"}", Reasons.QueryInvalid, true)]
    [InlineData(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"exceeded maximum resolution of 11,000 points per timeseries.\"}", Reasons.QueryTooExpensive, true)]
    [InlineData(422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"query processing would load too many samples into memory\"}", Reasons.QueryTooExpensive, true)]
    [InlineData(422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"found duplicate series for the match group\"}", Reasons.QueryInvalid, true)]
    [InlineData(422, "nope", Reasons.QueryTooExpensive, true)]
    [InlineData(429, "slow down", Reasons.PrometheusThrottled, false)]
    [InlineData(500, "{\"status\":\"error\",\"errorType\":\"internal\",\"error\":\"hunter2\"}", Reasons.PrometheusUnavailable, false)]
    [InlineData(502, "<html>", Reasons.PrometheusUnavailable, false)]
    [InlineData(503, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}", Reasons.PrometheusTimeout, false)]
    [InlineData(503, "{\"status\":\"error\",\"errorType\":\"canceled\",\"error\":\"\"}", Reasons.PrometheusUnavailable, false)]
    [InlineData(503, "", Reasons.PrometheusUnavailable, false)]
    [InlineData(504, "", Reasons.PrometheusTimeout, false)]
    [InlineData(200, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"late\"}", Reasons.QueryInvalid, true)]
    [InlineData(200, "<html>hunter2</html>", Reasons.ResponseInvalid, false)]
    [InlineData(200, "", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{}", Reasons.ResponseInvalid, false)]
    [InlineData(200, "[]", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{\"status\":\"success\"}", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{\"status\":\"success\",\"data\":[]}", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,2]}]}}", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[]}}", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}}", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1e300,\"1\"]}]}}", Reasons.ResponseInvalid, false)]
    [InlineData(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},\"values\":[[1,\"1\"]", Reasons.ResponseInvalid, false)]
    public async Task An_answer_has_its_reason_and_tells_no_secret(int status, string body, string reason, bool terminal)
    {
        await using var server = await FakeServer.StartAsync(status, body);

        var e = await FailAsync(server.Url);

        Assert.Equal(reason, e.Reason);
        Assert.Equal(terminal, e.IsTerminal);
        Assert.Contains("'default'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_syntax_error_is_told_in_Prometheus_own_words()
    {
        await using var server = await FakeServer.StartAsync(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:7: parse error:\\nunclosed\"}");

        Assert.Contains("1:7: parse error: unclosed", (await FailAsync(server.Url)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_unavailable() =>
        Assert.Equal(Reasons.PrometheusUnavailable, (await FailAsync(new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}"))).Reason);

    [Fact]
    public async Task An_unknown_host_is_unavailable_and_says_that_it_does_not_resolve()
    {
        var e = await FailAsync(new Uri("http://no-such-host.invalid"));

        Assert.Equal(Reasons.PrometheusUnavailable, e.Reason);
        Assert.Contains("does not resolve", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5000000", 900)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 900)]
    [InlineData("42", 42)]
    [InlineData("0", null)]
    public async Task The_wait_that_a_source_or_a_proxy_asks_for_is_bounded(string header, int? seconds)
    {
        await using var server = await FakeServer.StartAsync(429, "", ("Retry-After", header));

        Assert.Equal(seconds, (await FailAsync(server.Url)).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = await FakeServer.StartAsync(200, "{}");
        await using var server = await FakeServer.StartAsync(302, "", ("Location", target.Url.ToString()));

        Assert.Equal(Reasons.PrometheusNotFound, (await FailAsync(server.Url)).Reason);
        Assert.Equal(0, target.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_unavailable()
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"status\":\"success\",");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        Assert.Equal(Reasons.PrometheusUnavailable, (await FailAsync(server.Url)).Reason);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_the_time_out()
    {
        await using var server = await FakeServer.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

        var e = await FailAsync(server.Url, o => o.Timeout = TimeSpan.FromMilliseconds(300), TimeProvider.System);

        Assert.Equal(Reasons.PrometheusTimeout, e.Reason);
        Assert.Contains("0.3 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_gigabytes_are_cut_off_early_and_never_held()
    {
        long sent = 0;
        await using var server = await FakeServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1,\"1\"]");
            var chunk = string.Concat(Enumerable.Repeat(",[1,\"1\"]", 4096));
            while (sent < 2L << 30 && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(chunk, context.RequestAborted);
                sent += chunk.Length;
            }
        });

        var e = await FailAsync(server.Url, o => (o.MaxResponseBytes, o.MaxSamples) = (8 << 20, 50_000_000));

        Assert.Equal(Reasons.ResponseTooLarge, e.Reason);
        Assert.InRange(sent, 0, 100L << 20);
    }

    [Fact]
    public async Task An_announced_length_above_the_cap_is_refused_unread()
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 2L << 30;
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        Assert.Equal(Reasons.ResponseTooLarge, (await FailAsync(server.Url)).Reason);
    }

    [Fact]
    public async Task One_endless_label_is_cut_off()
    {
        await using var server = await FakeServer.StartAsync(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":\"" + new string('x', 3 << 20) + "\"},\"value\":[1,\"1\"]}]}}");

        Assert.Equal(Reasons.ResponseTooLarge, (await FailAsync(server.Url)).Reason);
    }

    [Fact]
    public async Task Ten_thousand_series_are_refused_with_memory_flat()
    {
        var row = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"{{\"metric\":{{\"__name__\":\"http_requests_total\",\"instance\":\"i{i}\"}},\"value\":[1,\"1\"]}}"));
        await using var server = await FakeServer.StartAsync(200, $"{{\"status\":\"success\",\"data\":{{\"resultType\":\"vector\",\"result\":[{row}]}}}}");
        using var client = Client(server.Url, o => o.MaxSeries = 1000, new HastyTime());
        await Assert.ThrowsAsync<FailureException>(() => QueryAsync(client));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 50; i++)
        {
            var e = await Assert.ThrowsAsync<FailureException>(() => QueryAsync(client));
            Assert.Equal(Reasons.ResponseTooLarge, e.Reason);
            Assert.Contains("1000 series", e.Message, StringComparison.Ordinal);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_certificate_that_is_not_trusted_or_for_another_host_is_refused(bool rightName, bool trusted)
    {
        using var certificate = SelfSigned(rightName ? "127.0.0.1" : "elsewhere.example");
        var caFile = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(caFile, certificate.ExportCertificatePem());
            await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("{}"), certificate);

            var e = await FailAsync(server.Url, o => o.Tls = trusted ? new TlsOptions { CaFile = caFile } : null);

            Assert.Equal(Reasons.CertificateInvalid, e.Reason);
        }
        finally
        {
            File.Delete(caFile);
        }
    }

    [Fact]
    public async Task A_certificate_of_the_configured_CA_for_the_host_is_accepted()
    {
        using var certificate = SelfSigned("127.0.0.1");
        var caFile = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(caFile, certificate.ExportCertificatePem());
            await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync(PrometheusClientTests.OneSample), certificate);
            using var client = Client(server.Url, o => o.Tls = new TlsOptions { CaFile = caFile }, new HastyTime());

            Assert.Single((await QueryAsync(client)).Series);
        }
        finally
        {
            File.Delete(caFile);
        }
    }

    internal static PrometheusClient Client(Uri url, Action<PrometheusSourceOptions>? configure, TimeProvider time)
    {
        var options = new PrometheusSourceOptions { Url = url.ToString() };
        configure?.Invoke(options);
        return new PrometheusClient(options, time);
    }

    internal static Task<PrometheusResult> QueryAsync(PrometheusClient client) => client.QueryAsync("up", DateTimeOffset.UnixEpoch.AddDays(20000), TestContext.Current.CancellationToken);

    private static async Task<FailureException> FailAsync(Uri url, Action<PrometheusSourceOptions>? configure = null, TimeProvider? time = null)
    {
        using var client = Client(url, configure, time ?? new HastyTime());
        return await Assert.ThrowsAsync<FailureException>(() => QueryAsync(client));
    }

    internal static X509Certificate2 SelfSigned(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
