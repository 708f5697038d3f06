using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.Models;
using Operator.Runtime.Diagnostics;
using Prometheus;
using Operator.Runtime.Client;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Client;

public sealed class KubeApiClientTests
{
    private static readonly ResourceType Things = new("example.org", "v1", "Thing", "things");
    private static readonly ObjectKey Key = new("production", "one");

    private readonly StubServer _server = new();
    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Get_reads_the_object_from_its_path_below_the_servers_own()
    {
        _server.Answer(200, """{"metadata":{"name":"one","uid":"u"},"data":{"k":"v"}}""");

        var map = await _server.CreateClient().FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default);

        Assert.Equal("v", map!.Data["k"]);
        Assert.Equal(("GET", "/prefix/api/v1/namespaces/production/configmaps/one"), (_server.Requests[0].Method, _server.Requests[0].PathAndQuery));
    }

    [Fact]
    public async Task Credentials_that_cannot_be_had_are_a_request_that_failed()
    {
        var client = _server.CreateClient(credentials: new TokenCredentials(new NoToken()));

        var error = await Assert.ThrowsAsync<KubeApiException>(() => client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default));

        Assert.Contains("the plugin says no", error.Message);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Find_gives_null_for_what_is_not_there()
    {
        _server.Answer(404, Status(404, "NotFound"));

        Assert.Null(await _server.CreateClient().FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default));
    }

    [Theory]
    [InlineData(404, "NotFound", nameof(KubeApiException.IsNotFound))]
    [InlineData(409, "Conflict", nameof(KubeApiException.IsConflict))]
    [InlineData(410, "Expired", nameof(KubeApiException.IsGone))]
    [InlineData(401, "Unauthorized", nameof(KubeApiException.IsForbidden))]
    [InlineData(403, "Forbidden", nameof(KubeApiException.IsForbidden))]
    [InlineData(422, "Invalid", nameof(KubeApiException.IsInvalid))]
    [InlineData(429, "TooManyRequests", nameof(KubeApiException.IsTooManyRequests))]
    public async Task A_refusal_is_typed_by_its_status(int code, string reason, string property)
    {
        _server.Answer(code, Status(code, reason));

        var failure = await Assert.ThrowsAsync<KubeApiException>(
            () => _server.CreateClient().MergePatchAsync<byte[], JsonElement>(ResourceType.ConfigMap, Key, "{}"u8.ToArray(), null, default));

        Assert.Equal((code, reason), (failure.StatusCode, failure.Reason));
        Assert.Equal(true, typeof(KubeApiException).GetProperty(property)!.GetValue(failure));
        Assert.Equal($"PATCH /api/v1/namespaces/production/configmaps/one: {code} {reason}: because", failure.Message);
    }

    [Fact]
    public async Task An_answer_that_is_no_status_is_never_shown()
    {
        _server.Answer(502, "<html>secret of the proxy</html>");

        var failure = await Assert.ThrowsAsync<KubeApiException>(() => _server.CreateClient().FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default));

        Assert.Equal(502, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.ToString());
    }

    [Fact]
    public async Task A_server_that_is_away_is_unreachable()
    {
        _server.Fail(new HttpRequestException("Connection refused"));

        var failure = await Assert.ThrowsAsync<KubeApiException>(() => _server.CreateClient().FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default));

        Assert.Equal((0, "Unreachable"), (failure.StatusCode, failure.Reason));
        Assert.Contains("Connection refused", failure.Message);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_time_out()
    {
        var pending = _server.CreateClient(_time).FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default);
        _time.Advance(TimeSpan.FromSeconds(31));

        var failure = await Assert.ThrowsAsync<KubeApiException>(() => pending);
        Assert.Equal("Timeout", failure.Reason);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_stays_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var pending = _server.CreateClient(_time).FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, cancellation.Token);
        cancellation.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public async Task An_answer_that_is_not_the_object_is_unreadable_and_not_a_crash()
    {
        _server.Answer(200, """{"metadata":[]}""").Answer(200, "null");
        var client = _server.CreateClient();

        Assert.Equal("Unreadable", (await Assert.ThrowsAsync<KubeApiException>(() => client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default))).Reason);
        Assert.Equal("Unreadable", (await Assert.ThrowsAsync<KubeApiException>(() => client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default))).Reason);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_refused()
    {
        _server.Answer(200, $$$"""{"data":{"k":"{{{new string('x', 3 << 20)}}}"}}""");
        var client = _server.CreateClient(options: new KubeApiClientOptions { MaxResponseBytes = 1 << 20 });

        Assert.Equal("Unreadable", (await Assert.ThrowsAsync<KubeApiException>(() => client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default))).Reason);
    }

    [Fact]
    public async Task A_large_answer_without_a_length_is_read_whole()
    {
        var text = new string('x', 300_000);
        _server.Answer(200, $$$"""{"data":{"k":"{{{text}}}"}}""", response => response.Content.Headers.ContentLength = null);

        Assert.Equal(text, (await _server.CreateClient().FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default))!.Data["k"]);
    }

    [Fact]
    public async Task Apply_names_manager_and_force_and_gives_the_new_version()
    {
        _server.Answer(200, """{"metadata":{"name":"one","namespace":"production","uid":"u","resourceVersion":"42","generation":3,"managedFields":[{}]}}""");
        var map = new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" } };

        var stored = await _server.CreateClient().ApplyAsync(ResourceType.ConfigMap, Key, map, "my manager", force: true, subresource: null, default);

        Assert.Equal("42", stored);
        Assert.Equal("PATCH", _server.Requests[0].Method);
        Assert.EndsWith("/configmaps/one?fieldManager=my%20manager&force=true", _server.Requests[0].PathAndQuery);
        Assert.Equal("application/apply-patch+yaml", _server.Requests[0].ContentType);
        Assert.Equal("""{"apiVersion":"v1","data":{"k":"v"},"kind":"ConfigMap"}""", _server.Requests[0].Body);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"one","resourceVersion":"7","managedFields":[{"fieldsV1":{"f:data":{}}}]},"data":{"k":"v"}}""", "7")]
    [InlineData("""{"kind":"A","x":{"metadata":{"resourceVersion":"1"}},"metadata":{"annotations":{"resourceVersion":"2"},"managedFields":[{"resourceVersion":"3"}],"resourceVersion":"8"}}""", "8")]
    [InlineData("""{"metadata":{"name":"one"}}""", null)]
    [InlineData("""{"metadata":null}""", null)]
    [InlineData("""{"metadata":{"resourceVersion":7}}""", null)]
    [InlineData("""[{"metadata":{"resourceVersion":"7"}}]""", null)]
    [InlineData("", null)]
    public async Task Of_the_answer_to_an_apply_the_version_is_read_or_the_answer_refused(string answer, string? version)
    {
        _server.Answer(200, answer);
        var apply = () => _server.CreateClient().ApplyAsync(Things, Key, "{}"u8.ToArray(), "m", force: false, subresource: null, default);

        if (version is null)
        {
            Assert.Equal("Unreadable", (await Assert.ThrowsAsync<KubeApiException>(apply)).Reason);
        }
        else
        {
            Assert.Equal(version, await apply());
        }
    }

    [Fact]
    public async Task A_merge_patch_has_its_content_type()
    {
        _server.Answer(200, """{"metadata":{}}""");

        await _server.CreateClient().MergePatchAsync<byte[], JsonElement>(Things, Key, "{}"u8.ToArray(), "m", default);

        Assert.Equal(("PATCH", "/prefix/apis/example.org/v1/namespaces/production/things/one?fieldManager=m", "{}", "application/merge-patch+json"), _server.Requests[0]);
    }

    [Fact]
    public async Task Delete_carries_its_preconditions_and_tells_whether_there_was_something()
    {
        _server.Answer(200, """{"kind":"Status","status":"Success"}""").Answer(404, Status(404, "NotFound"));
        var client = _server.CreateClient();

        Assert.True(await client.DeleteAsync(Things, Key, new DeletePreconditions("uid-1", "7"), default));
        Assert.False(await client.DeleteAsync(Things, Key, null, default));

        Assert.Contains(""" "preconditions":{"uid":"uid-1","resourceVersion":"7"} """.Trim(), _server.Requests[0].Body);
        Assert.Null(_server.Requests[1].Body);
    }

    [Fact]
    public async Task Lists_are_read_by_page_with_their_selectors()
    {
        _server.Answer(200, "page");

        await using var stream = await _server.CreateClient().OpenAsync(
            ResourceType.ConfigMap, null, new ListQuery(LabelSelector: "a=b,c", Limit: 2, Continue: "here&"), default);
        using var reader = new StreamReader(stream, Encoding.UTF8);

        Assert.Equal("page", await reader.ReadToEndAsync());
        Assert.Equal("/prefix/api/v1/configmaps?labelSelector=a%3Db%2Cc&limit=2&continue=here%26", _server.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task A_watch_asks_for_bookmarks_and_an_end()
    {
        _server.Answer(200, "line\n");

        await using var stream = await _server.CreateClient().OpenAsync(
            Things, "production", new ListQuery(ResourceVersion: "5", WatchTimeout: TimeSpan.FromSeconds(300.7)), default);
        using var reader = new StreamReader(stream, Encoding.UTF8);

        Assert.Equal("line", await reader.ReadLineAsync());
        Assert.EndsWith("things?resourceVersion=5&watch=true&allowWatchBookmarks=true&timeoutSeconds=300", _server.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task No_write_is_sent_once_this_process_may_not_write()
    {
        var client = _server.CreateClient(beforeWrite: () => throw new InvalidOperationException("no lease"));
        _server.Answer(200, "{}");

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ApplyAsync(Things, Key, Array.Empty<byte>(), "m", true, null, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.DeleteAsync(Things, Key, null, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.CreateAsync(Things, "x", Array.Empty<byte>(), null, default));
        Assert.Empty(_server.Requests);

        await client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Too_many_requests_hold_all_requests_back_for_the_time_that_the_server_asks()
    {
        _server.Answer(429, Status(429, "TooManyRequests"), r => r.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))).Answer(200, "{}");
        var client = _server.CreateClient(_time);

        var failure = await Assert.ThrowsAsync<KubeApiException>(() => client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default));
        Assert.Equal(TimeSpan.FromSeconds(7), failure.RetryAfter);
        var next = client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default);
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(_server.Requests);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await next;
    }

    [Fact]
    public async Task Requests_are_counted_by_code_method_and_host()
    {
        var registry = Metrics.NewCustomRegistry();
        _server.Answer(200, "{}").Answer(404, Status(404, "NotFound"));
        var client = _server.CreateClient(metrics: new RuntimeMetrics(registry));

        await client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, Key, default);
        await client.DeleteAsync(ResourceType.ConfigMap, Key, null, default);

        using var page = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(page, default);
        var lines = Encoding.UTF8.GetString(page.ToArray()).Split('\n');
        Assert.Contains("rest_client_requests_total{code=\"200\",method=\"GET\",host=\"api.test\"} 1", lines);
        Assert.Contains("rest_client_requests_total{code=\"404\",method=\"DELETE\",host=\"api.test\"} 1", lines);
    }

    private static string Status(int code, string reason) =>
        $$"""{"kind":"Status","status":"Failure","code":{{code}},"reason":"{{reason}}","message":"because"}""";

    private sealed class NoToken : ITokenProvider
    {
        public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
            throw new KubeConfigException("the plugin says no");
    }
}
