using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Clusters;

/// <summary>A release's life on a real API server, with the operator at work under the chart's own rights.</summary>
public sealed class LifecycleTests
{
    private const string Ns = "operators";
    private const string PostMortem = "/apis/postmortem.dev/v1alpha1/namespaces/production/postmortems/search-slow";
    private const string Document = "/api/v1/namespaces/production/configmaps/search-slow-postmortem";
    private const string Definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/postmortems.postmortem.dev";

    private static readonly string Sample = Path.Combine(RepositoryFiles.Root, "config", "samples", "minimal.yaml");

    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task Install_use_test_upgrade_roll_back_and_remove(int helm)
    {
        await using var cluster = await StartAsync();

        var notes = (await cluster.HelmAsync(helm, "install", "pm", Helm.Chart, "--namespace", Ns, "--wait", "--timeout", "5m")).OutputOrFail();
        using (var guide = new Docs.Guide("README.md", cluster.KubeconfigPath))
        {
            foreach (var commands in Charts.Notes.Commands(notes))
            {
                await guide.RunAsync(new Docs.CommandBlock("NOTES.txt", 1, "", commands));
            }
        }

        await PublishSampleAsync(cluster);
        (await cluster.HelmAsync(helm, "test", "pm", "--namespace", Ns)).OutputOrFail();

        (await cluster.HelmAsync(helm, "upgrade", "pm", Helm.Chart, "--namespace", Ns, "--reuse-values", "--set", "replicaCount=2", "--wait", "--timeout", "5m")).OutputOrFail();
        (await cluster.HelmAsync(helm, "rollback", "pm", "1", "--namespace", Ns, "--wait", "--timeout", "5m")).OutputOrFail();
        Assert.Equal(1, (int?)(await cluster.FindAsync($"/apis/apps/v1/namespaces/{Ns}/deployments/pm-postmortem-operator"))!["spec"]!["replicas"]);

        (await cluster.HelmAsync(helm, "uninstall", "pm", "--namespace", Ns, "--wait")).OutputOrFail();
        Assert.Null(await cluster.FindAsync($"/apis/apps/v1/namespaces/{Ns}/deployments/pm-postmortem-operator"));
        Assert.NotNull(await cluster.FindAsync(Definition));
        Assert.NotNull(await cluster.FindAsync(PostMortem));
        Assert.NotNull(await cluster.FindAsync(Document));

        // Without git.allowDeletion, which needs a finalizer, nothing of it waits for an operator to be deleted.
        (await cluster.KubectlAsync("delete", "pm", "search-slow", "-n", "production", "--timeout=30s")).OutputOrFail();
    }

    /// <summary>A kept definition belongs to the release that is gone.</summary>
    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task Another_release_takes_a_kept_definition_over(int helm)
    {
        await using var cluster = await StartAsync();
        (await cluster.HelmAsync(helm, "install", "pm", Helm.Chart, "--namespace", Ns)).OutputOrFail();
        (await cluster.HelmAsync(helm, "uninstall", "pm", "--namespace", Ns, "--wait")).OutputOrFail();

        string[] install = ["install", "incidents", Helm.Chart, "--namespace", "elsewhere", "--create-namespace"];
        Assert.Contains("postmortems.postmortem.dev", (await cluster.HelmAsync(helm, install)).RefusalOrFail());
        (await cluster.HelmAsync(helm, [.. install, "--take-ownership"])).OutputOrFail();

        Assert.Equal("incidents", (string?)(await cluster.FindAsync(Definition))!["metadata"]!["annotations"]!["meta.helm.sh/release-name"]);
    }

    /// <summary>The older revision lacks a field; what was written under it stays, and the field works after the upgrade.</summary>
    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task Objects_of_an_older_definition_survive_an_upgrade(int helm)
    {
        await using var cluster = await StartAsync();
        (await cluster.HelmAsync(helm, "install", "pm", OlderChart.Create(), "--namespace", Ns, "--wait", "--timeout", "5m")).OutputOrFail();
        await PublishSampleAsync(cluster);
        var before = (await cluster.FindAsync(PostMortem))!;

        (await cluster.HelmAsync(helm, "upgrade", "pm", Helm.Chart, "--namespace", Ns, "--reuse-values", "--wait", "--timeout", "5m")).OutputOrFail();

        var after = (await cluster.FindAsync(PostMortem))!;
        Assert.Equal(before["metadata"]!["uid"]!.ToJsonString(), after["metadata"]!["uid"]!.ToJsonString());
        Assert.Equal(before["spec"]!["title"]!.ToJsonString(), after["spec"]!["title"]!.ToJsonString());
        await SuspendAsync(cluster);
    }

    /// <summary>The older definition hides a field that is in use, and would lose it at the first write of the object.</summary>
    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task A_rollback_loses_nothing_that_people_wrote_with_a_newer_definition(int helm)
    {
        await using var cluster = await StartAsync();
        (await cluster.HelmAsync(helm, "install", "pm", OlderChart.Create(), "--namespace", Ns, "--wait", "--timeout", "5m")).OutputOrFail();
        (await cluster.HelmAsync(helm, "upgrade", "pm", Helm.Chart, "--namespace", Ns, "--reuse-values", "--set", "podAnnotations.revision=new", "--wait", "--timeout", "5m")).OutputOrFail();
        await PublishSampleAsync(cluster);
        await SuspendAsync(cluster);

        // Other pods, which look at everything anew.
        (await cluster.HelmAsync(helm, "rollback", "pm", "1", "--namespace", Ns, "--wait", "--timeout", "5m")).OutputOrFail();
        await Until.TrueAsync(
            async () => (await cluster.KubectlAsync("get", "events", "-n", "production", "--field-selector", "reason=DefinitionTooOld", "-o", "name")).OutputOrFail().Length > 0,
            () => "an event tells that the resource is left alone");
        (await cluster.HelmAsync(helm, "upgrade", "pm", Helm.Chart, "--namespace", Ns, "--reuse-values", "--wait", "--timeout", "5m")).OutputOrFail();

        await Until.TrueAsync(async () => (bool?)(await cluster.FindAsync(PostMortem))!["spec"]!["suspend"] == true, () => "the field is as people wrote it");
    }

    /// <summary>A definition that is given up in the values stays, and so does what it defines.</summary>
    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task Turning_the_definition_off_does_not_delete_it(int helm)
    {
        await using var cluster = await StartAsync();
        (await cluster.HelmAsync(helm, "install", "pm", Helm.Chart, "--namespace", Ns)).OutputOrFail();

        (await cluster.HelmAsync(helm, "upgrade", "pm", Helm.Chart, "--namespace", Ns, "--set", "crds.enabled=false")).OutputOrFail();

        Assert.NotNull(await cluster.FindAsync(Definition));
    }

    [Fact]
    public async Task A_real_Pod_Security_admission_lets_both_pods_into_a_restricted_namespace()
    {
        await using var cluster = await StartAsync();
        var rendered = await Helm.Of(4).RenderAsync(ns: Ns);
        var pod = rendered.PodTemplate.DeepClone().AsObject();
        pod["apiVersion"] = "v1";
        pod["kind"] = "Pod";
        pod["metadata"]!["name"] = "operator";
        pod["metadata"]!["namespace"] = Ns;

        foreach (var each in new[] { pod, rendered.One("Pod") })
        {
            (await cluster.ApplyAsync(each.ToJsonString(), "--dry-run=server")).OutputOrFail();
        }

        pod["spec"]!["containers"]![0]!["securityContext"]!["allowPrivilegeEscalation"] = true;
        Assert.Contains("violates PodSecurity", (await cluster.ApplyAsync(pod.ToJsonString(), "--dry-run=server")).RefusalOrFail());
    }

    [Fact]
    public async Task Kustomize_installs_it_on_a_fresh_server_in_one_go()
    {
        await using var cluster = await Cluster.StartOrSkipAsync();

        (await cluster.KubectlAsync("apply", "--server-side", "-k", "config")).OutputOrFail();
        (await cluster.KubectlAsync("rollout", "status", "deployment/postmortem-operator", "-n", "postmortem-operator", "--timeout=120s")).OutputOrFail();
        (await cluster.KubectlAsync("create", "namespace", "production")).OutputOrFail();
        (await cluster.KubectlAsync("apply", "-f", "config/samples")).OutputOrFail();
        (await cluster.KubectlAsync("wait", "--for=condition=Ready", "pm/search-slow", "-n", "production", "--timeout=60s")).OutputOrFail();
    }

    private static async Task PublishSampleAsync(Cluster cluster)
    {
        (await cluster.KubectlAsync("apply", "-f", Sample)).OutputOrFail();
        (await cluster.KubectlAsync("wait", "--for=condition=Ready", "pm/search-slow", "-n", "production", "--timeout=60s")).OutputOrFail();
    }

    /// <summary>Uses the field that the older definition lacks. A definition that was just applied takes a moment.</summary>
    private static Task SuspendAsync(Cluster cluster) => Until.TrueAsync(
        async () => (await cluster.KubectlAsync("patch", "pm", "search-slow", "-n", "production", "--type=merge", "-p", """{"spec":{"suspend":true}}""")).ExitCode == 0
            && (bool?)(await cluster.FindAsync(PostMortem))!["spec"]!["suspend"] == true,
        () => "the new field is kept");

    private static async Task<Cluster> StartAsync()
    {
        var cluster = await Cluster.StartOrSkipAsync();
        (await cluster.ApplyAsync($$$"""
            apiVersion: v1
            kind: Namespace
            metadata: {name: {{{Ns}}}, labels: {pod-security.kubernetes.io/enforce: restricted}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: production}
            """)).OutputOrFail();
        return cluster;
    }
}
