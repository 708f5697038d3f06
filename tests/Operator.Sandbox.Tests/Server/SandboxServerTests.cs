using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer;
using Operator.Sandbox.ApiServer.Requests;
using Operator.Sandbox.Tests.Conformance;
using Operator.Testing.Clusters;

namespace Operator.Sandbox.Tests.Server;

/// <summary>What the sandbox adds for tests, and what controllers do in a cluster.</summary>
public sealed class SandboxServerTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private SandboxCluster _cluster = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await SandboxCluster.StartAsync();
        _api = new ApiClient(_cluster.CreateClient());
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Compaction_expires_watches_and_continue_tokens()
    {
        var first = await CreateAsync("a");
        await CreateAsync("b");
        var page = await _api.GetAsync($"{Maps}?limit=1");
        await CreateAsync("c");
        _cluster.Server.Compact();
        var expired = await _api.GetAsync($"{Maps}?limit=1&continue={(string)page.Metadata["continue"]!}");
        Assert.Equal((410, "Expired"), (expired.Code, expired.Reason));
        var rest = await _api.GetAsync($"{Maps}?continue={(string)expired.Metadata["continue"]!}");
        Assert.Equal(["b", "c"], rest.Names);
        await foreach (var change in _api.WatchAsync($"{Maps}?watch=true&resourceVersion={first.ResourceVersion}", ApiClient.Json))
        {
            Assert.Equal(("ERROR", 410), ((string?)change["type"], (int)change["object"]!["code"]!));
            return;
        }

        Assert.Fail("the watch ended without saying that it was too old");
    }

    [Fact]
    public async Task Dependents_go_with_their_owner()
    {
        var owner = await CreateAsync("owner");
        await CreateAsync("child", owner);
        await _api.DeleteAsync($"{Maps}/owner");
        await UntilAsync(async () => (await _api.GetAsync($"{Maps}/child")).Code == 404);
    }

    [Fact]
    public async Task Orphans_stay_without_their_owner()
    {
        var owner = await CreateAsync("owner");
        await CreateAsync("child", owner);
        await _api.DeleteAsync($"{Maps}/owner?propagationPolicy=Orphan");
        await UntilAsync(async () => (await _api.GetAsync($"{Maps}/owner")).Code == 404);
        var child = await _api.GetAsync($"{Maps}/child");
        Assert.Equal(200, child.Code);
        Assert.Null(child.Metadata["ownerReferences"]);
    }

    [Fact]
    public async Task In_the_foreground_the_owner_waits_for_its_dependents()
    {
        var owner = await CreateAsync("owner");
        await CreateAsync("child", owner, finalizer: true);
        await _api.DeleteAsync($"{Maps}/owner?propagationPolicy=Foreground");
        await UntilAsync(async () => (await _api.GetAsync($"{Maps}/child")).Metadata["deletionTimestamp"] is not null);
        Assert.Equal(200, (await _api.GetAsync($"{Maps}/owner")).Code);
        await _api.PatchAsync($"{Maps}/child", """{"metadata":{"finalizers":null}}""");
        await UntilAsync(async () => (await _api.GetAsync($"{Maps}/owner")).Code == 404);
    }

    [Fact]
    public async Task An_object_whose_owner_does_not_exist_is_collected()
    {
        var owner = await CreateAsync("owner");
        await _api.DeleteAsync($"{Maps}/owner");
        await CreateAsync("child", owner);
        await UntilAsync(async () => (await _api.GetAsync($"{Maps}/child")).Code == 404);
    }

    [Fact]
    public async Task A_deleted_namespace_takes_its_content_along_and_refuses_more()
    {
        await _api.PostAsync("/api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}}""");
        const string InN = "/api/v1/namespaces/n/configmaps";
        await _api.PostAsync(InN, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["a.b/c"]}}""");
        Assert.Equal("Terminating", (string?)(await _api.DeleteAsync("/api/v1/namespaces/n")).Body["status"]!["phase"]);
        var refused = await _api.PostAsync(InN, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"late"}}""");
        Assert.Equal((403, "Forbidden"), (refused.Code, refused.Reason));
        await UntilAsync(async () => (await _api.GetAsync($"{InN}/held")).Metadata["deletionTimestamp"] is not null);
        await _api.PatchAsync($"{InN}/held", """{"metadata":{"finalizers":null}}""");
        await UntilAsync(async () => (await _api.GetAsync("/api/v1/namespaces/n")).Code == 404);
    }

    [Fact]
    public async Task A_deleted_definition_takes_its_objects_along()
    {
        const string Crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        const string InDefault = "/apis/testing.postmortem.dev/v1/namespaces/default/widgets";
        await _api.PostAsync(Crds, Widgets.Crd);
        await _api.PostAsync(InDefault, """{"apiVersion":"testing.postmortem.dev/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"title":"t"}}""");
        await _api.DeleteAsync($"{Crds}/widgets.testing.postmortem.dev");
        await UntilAsync(async () => (await _api.GetAsync($"{Crds}/widgets.testing.postmortem.dev")).Code == 404);
        Assert.Equal(404, (await _api.GetAsync(InDefault)).Code);
        await _api.PostAsync(Crds, Widgets.Crd);
        Assert.Empty((await _api.GetAsync(InDefault)).Names);
    }

    [Fact]
    public async Task Requests_are_counted_by_verb_resource_and_agent()
    {
        _cluster.Server.Requests.Clear();
        await CreateAsync("a");
        await _api.GetAsync($"{Maps}/a");
        await _api.GetAsync(Maps);
        var log = _cluster.Server.Requests;
        Assert.Equal((1, 1, 1, 1), (log.Count("create"), log.Count("get", "configmaps"), log.Count("list", agent: "conformance"), log.CountWrites()));
        Assert.Equal(0, log.Count(agent: "somebody"));
        Assert.Equal([201, 200, 200], log.Recent.Select(r => r.StatusCode));
    }

    [Fact]
    public async Task Faults_can_answer_and_can_lose_an_answer_after_its_effect()
    {
        _cluster.Server.Faults = (request, http) =>
        {
            if (request.Verb is "get")
            {
                http.Response.StatusCode = 503;
                return ValueTask.FromResult(FaultOutcome.Handled);
            }

            return ValueTask.FromResult(request.Verb is "create" ? FaultOutcome.LoseAnswer : FaultOutcome.Continue);
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => CreateAsync("a"));
        Assert.Equal(503, (await _api.GetAsync($"{Maps}/a")).Code);
        _cluster.Server.Faults = null;
        Assert.Equal(200, (await _api.GetAsync($"{Maps}/a")).Code);
    }

    [Fact]
    public async Task The_token_is_asked_for_and_the_kubeconfig_is_private()
    {
        await using var server = await SandboxApiServer.StartAsync(new SandboxApiServerOptions { BearerToken = "secret" });
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.Url };
        using var api = new ApiClient(http);
        Assert.Equal(401, (await api.GetAsync("/api/v1/namespaces")).Code);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        Assert.Equal(200, (await api.GetAsync("/api/v1/namespaces")).Code);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.KubeconfigPath));
        }
    }

    [Fact]
    public async Task Objects_beyond_what_etcd_takes_are_refused()
    {
        var secret = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["name"] = "big" },
            ["imagePullSecrets"] = new JsonArray([.. Enumerable.Range(0, 40_000).Select(i => (JsonNode)new JsonObject { ["name"] = $"a-rather-long-name-of-a-pull-secret-{i}" })]),
        };
        var answer = await _api.PostAsync("/api/v1/namespaces/default/serviceaccounts", secret.ToJsonString());
        Assert.Equal((500, "etcdserver: request is too large"), (answer.Code, answer.Message));
    }

    private async Task<ApiAnswer> CreateAsync(string name, ApiAnswer? owner = null, bool finalizer = false)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (owner is not null)
        {
            metadata["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["name"] = "owner",
                ["uid"] = (string)owner.Metadata["uid"]!,
                ["blockOwnerDeletion"] = true,
            });
        }

        if (finalizer)
        {
            metadata["finalizers"] = new JsonArray("testing.postmortem.dev/hold");
        }

        var answer = await _api.PostAsync(Maps, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = metadata }.ToJsonString());
        Assert.Equal(201, answer.Code);
        return answer;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.Fail("the condition was not met within 10 s");
    }
}
