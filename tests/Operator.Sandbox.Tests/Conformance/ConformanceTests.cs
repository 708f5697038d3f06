using Operator.Testing.Clusters;

namespace Operator.Sandbox.Tests.Conformance;

/// <summary>What any Kubernetes API server does; run against the sandbox, and against kube-apiserver where it is present.</summary>
public abstract class ConformanceTests
{
    private readonly ConformanceFixture _fixture;

    protected ConformanceTests(ConformanceFixture fixture)
    {
        Assert.SkipUnless(fixture.Cluster is not null, KubeApiServerBinaries.SkipReason);
        _fixture = fixture;
    }

    /// <summary>Whether the server is kube-apiserver, whose release decides what it can.</summary>
    protected bool IsReal => _fixture.Cluster is KubeApiServerFixture;

    protected ApiClient Api => _fixture.Api;

    protected Task<(string Name, string Widgets)> NamespaceAsync() => _fixture.NamespaceAsync();

    protected static string Widget(string name, string spec, string extra = "", string metadata = "") =>
        $$"""{"apiVersion":"testing.postmortem.dev/v1","kind":"Widget","metadata":{"name":"{{name}}"{{metadata}}},"spec":{{spec}}{{extra}}}""";

    protected async Task<ApiAnswer> CreateAsync(string widgets, string name, string spec = """{"title":"t"}""", string metadata = "")
    {
        var answer = await Api.PostAsync(widgets, Widget(name, spec, metadata: metadata));
        Assert.True(answer.Code == 201, answer.Body.ToJsonString());
        return answer;
    }
}
