using System.Text.Json.Nodes;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>The pods that the chart makes.</summary>
public sealed class PodTests
{
    /// <summary>The standard's own words: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted. A real API server judges it in the cluster tests.</summary>
    [Theory]
    [InlineData("default")]
    [InlineData("available")]
    [InlineData("confined")]
    [InlineData("openshift")]
    [InlineData("sources")]
    [InlineData("git")]
    [InlineData("observed")]
    [InlineData("namespaced")]
    public async Task Both_pods_satisfy_Pod_Security_restricted(string values)
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File(values));

        foreach (var pod in new[] { rendered.PodTemplate, rendered.One("Pod") }.Select(p => p["spec"]!))
        {
            Assert.Null(pod["hostNetwork"] ?? pod["hostPID"] ?? pod["hostIPC"]);
            Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.NotEqual(0, (long?)pod["securityContext"]!["runAsUser"]);
            Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
            Assert.All(pod["volumes"]!.AsArray(), v => Assert.Contains(v!.AsObject().Single(f => f.Key != "name").Key, (string[])["configMap", "emptyDir", "projected"]));
            var container = pod["containers"]!.AsArray().Single()!;
            var context = container["securityContext"]!;
            Assert.False((bool)context["allowPrivilegeEscalation"]!);
            Assert.True((bool)context["readOnlyRootFilesystem"]!);
            Assert.Equal(["ALL"], context["capabilities"]!["drop"]!.AsArray().Select(c => (string?)c));
            Assert.Null(context["capabilities"]!["add"]);
            Assert.NotNull(container["resources"]!["requests"]!["memory"]);
        }
    }

    /// <summary>A Service called <c>postmortem--run</c> would set variables that read like settings of the operator.</summary>
    [Theory]
    [MemberData(nameof(ValueSets.All), MemberType = typeof(ValueSets))]
    public async Task Services_set_no_variables(string values)
    {
        var rendered = await Helm.Of(3).RenderAsync(ValueSets.File(values));

        Assert.All(rendered.Of("Pod").Append(rendered.PodTemplate), pod => Assert.False((bool)pod["spec"]!["enableServiceLinks"]!));
    }

    /// <summary>Where images and sidecars are policed, the test's pod must pass as the operator's does.</summary>
    [Fact]
    public async Task The_test_s_pod_has_the_operator_s_image_secrets_and_configuration_and_no_sidecar_and_no_token()
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File("available"));
        var (test, pod) = (rendered.One("Pod"), rendered.PodTemplate["spec"]!);

        foreach (var field in new[] { "imagePullSecrets", "securityContext", "tolerations", "nodeSelector", "priorityClassName" })
        {
            Assert.Equal(pod[field]!.ToJsonString(), test["spec"]![field]!.ToJsonString());
        }

        Assert.Equal((string?)pod["containers"]![0]!["image"], (string?)test["spec"]!["containers"]![0]!["image"]);
        Assert.Equal("false", (string?)test["metadata"]!["labels"]!["sidecar.istio.io/inject"]);
        Assert.False((bool)test["spec"]!["automountServiceAccountToken"]!);
        Assert.Equal("registry,mirror", string.Join(',', test["spec"]!["imagePullSecrets"]!.AsArray().Select(s => (string?)s!["name"])));
        var volumes = test["spec"]!["volumes"]!.AsArray().Select(v => (string?)v!["name"]);
        Assert.Equal(pod["volumes"]!.AsArray().Select(v => (string?)v!["name"]), volumes.Where(v => v != "test"));
    }

    /// <summary>A file of the configuration that lies on a volume of one's own is there for the test, too.</summary>
    [Fact]
    public async Task Volumes_of_one_s_own_are_in_both_pods()
    {
        var rendered = await Helm.Of(4).RenderTextAsync("""
            volumes: [{name: extra, secret: {secretName: extra}}]
            volumeMounts: [{name: extra, mountPath: /etc/extra, readOnly: true}]
            """);

        foreach (var pod in new[] { rendered.PodTemplate["spec"]!, rendered.One("Pod")["spec"]! })
        {
            Assert.Contains(pod["volumes"]!.AsArray(), v => (string?)v!["secret"]?["secretName"] == "extra");
            Assert.Contains(pod["containers"]![0]!["volumeMounts"]!.AsArray(), m => (string?)m!["mountPath"] == "/etc/extra");
        }
    }

    /// <summary>Replicas that must not share a node may have taken all of them: then there would be no node for the test.</summary>
    [Fact]
    public async Task The_test_s_pod_finds_room_beside_replicas_that_are_kept_apart()
    {
        var rendered = await Helm.Of(4).RenderTextAsync("""
            affinity:
              nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: Exists}]}]}}
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app.kubernetes.io/name: postmortem-operator}}}
            """);
        var (affinity, test) = (rendered.PodTemplate["spec"]!["affinity"]!, rendered.One("Pod"));

        var apart = affinity["podAntiAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]![0]!["labelSelector"]!["matchLabels"]!;
        Assert.NotEqual((string?)apart["app.kubernetes.io/name"], (string?)test["metadata"]!["labels"]!["app.kubernetes.io/name"]);
        Assert.Equal("nodeAffinity", Assert.Single(test["spec"]!["affinity"]!.AsObject()).Key);
        Assert.Equal(affinity["nodeAffinity"]!.ToJsonString(), test["spec"]!["affinity"]!["nodeAffinity"]!.ToJsonString());
    }

    [Fact]
    public async Task OpenShift_chooses_the_user_where_the_values_say_null()
    {
        var context = (await Helm.Of(3).RenderAsync(ValueSets.File("openshift"))).PodTemplate["spec"]!["securityContext"]!.AsObject();

        Assert.False(context.ContainsKey("runAsUser") || context.ContainsKey("runAsGroup"));
        Assert.True((bool)context["runAsNonRoot"]!);
    }

    /// <summary>An empty selector means everything, and none at all means nothing. Only a null gives up what Kubernetes has set by itself.</summary>
    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task Null_changes_no_selector_and_lets_a_rollout_become_a_replacement(int helm)
    {
        var rendered = await Helm.Of(helm).RenderTextAsync("""
            strategy: {type: Recreate, rollingUpdate: null}
            affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchLabels: null}}]}}
            networkPolicy: {enabled: true, ingress: [{from: [{namespaceSelector: {matchLabels: {team: null}}, podSelector: {matchLabels: null}}]}]}
            """);

        Assert.Equal("""{"type":"Recreate","rollingUpdate":null}""", rendered.One("Deployment")["spec"]!["strategy"]!.ToJsonString());
        Assert.Equal("{}", rendered.PodTemplate["spec"]!["affinity"]!["podAntiAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]![0]!["labelSelector"]!.ToJsonString());
        Assert.Equal("""[{"namespaceSelector":{"matchLabels":{}},"podSelector":{}}]""", rendered.One("NetworkPolicy")["spec"]!["ingress"]![0]!["from"]!.ToJsonString());
    }

    /// <summary>Of a null quantity Kubernetes makes 0, and refuses a request above it. A probe whose numbers are left to Kubernetes is still one.</summary>
    [Fact]
    public async Task Null_at_any_depth_leaves_a_field_out_and_nothing_else()
    {
        var container = (await Helm.Of(4).RenderAsync(ValueSets.File("nulls"))).PodTemplate["spec"]!["containers"]![0]!;

        Assert.Equal("""{"requests":{"memory":"200Mi"},"limits":{"ephemeral-storage":"320Mi","memory":"512Mi"}}""", Sorted(container["resources"]!));
        Assert.Equal(["httpGet"], container["livenessProbe"]!.AsObject().Select(f => f.Key));
        Assert.Equal("""[{"name":"LANG"}]""", container["env"]!.ToJsonString());

        static string Sorted(JsonNode resources) => new JsonObject { ["requests"] = resources["requests"]!.DeepClone(), ["limits"] = resources["limits"]!.DeepClone() }.ToJsonString();
    }

    [Fact]
    public async Task A_spread_with_a_selector_of_its_own_keeps_it_and_no_grace_period_is_not_the_default_one()
    {
        var pod = (await Helm.Of(4).RenderTextAsync("""
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}]
            terminationGracePeriodSeconds: 0
            """)).PodTemplate["spec"]!;

        Assert.Equal("""{"matchLabels":{"a":"b"}}""", pod["topologySpreadConstraints"]![0]!["labelSelector"]!.ToJsonString());
        Assert.Equal(0, (long?)pod["terminationGracePeriodSeconds"]);
    }

    [Fact]
    public async Task Drains_are_not_blocked_and_replicas_spread_where_they_can()
    {
        var rendered = await Helm.Of(3).RenderAsync(ValueSets.File("available"));

        Assert.Equal(1, (long)rendered.One("PodDisruptionBudget")["spec"]!["maxUnavailable"]!);
        var spread = rendered.PodTemplate["spec"]!["topologySpreadConstraints"]!.AsArray().Single()!;
        Assert.Equal("ScheduleAnyway", (string?)spread["whenUnsatisfiable"]);
        var labels = rendered.PodTemplate["metadata"]!["labels"]!.AsObject();
        Assert.All(spread["labelSelector"]!["matchLabels"]!.AsObject(), l => Assert.Equal((string?)l.Value, (string?)labels[l.Key]));
    }

    [Fact]
    public async Task A_changed_configuration_or_template_starts_new_pods_and_anything_else_does_not()
    {
        var plain = await Annotations("templates: {short: a}");

        Assert.Equal(plain, await Annotations("templates: {short: a}\ndeploymentAnnotations: {a: b}\nreplicaCount: 2"));
        Assert.NotEqual(plain, await Annotations("templates: {short: b}"));
        Assert.NotEqual(plain, await Annotations("templates: {short: a}\nworkers: 8"));

        static async Task<string> Annotations(string values) =>
            (await Helm.Of(4).RenderTextAsync(values)).PodTemplate["metadata"]!["annotations"]!.ToJsonString();
    }

    /// <summary>What a source names in Secrets is mounted where the operator is told to read it, as whole volumes, which follow a rotation.</summary>
    [Fact]
    public async Task Secrets_of_sources_become_the_files_that_the_configuration_names()
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File("sources"));
        var pod = rendered.PodTemplate["spec"]!;
        var mounts = pod["containers"]![0]!["volumeMounts"]!.AsArray();
        var files =
            from volume in pod["volumes"]!.AsArray()
            where volume!["projected"] is not null
            let mount = mounts.Single(m => (string?)m!["name"] == (string?)volume["name"])!
            from source in volume["projected"]!["sources"]!.AsArray()
            from item in (source!["secret"] ?? source["configMap"])!["items"]!.AsArray()
            select $"{mount["mountPath"]}/{item!["path"]}";

        Assert.Equal(Files(rendered.Config).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.All(mounts, m => Assert.Null(m!["subPath"]));
        Assert.DoesNotContain("Secret", rendered.Config["prometheus"]!.ToJsonString());
    }

    [Fact]
    public async Task Secrets_of_repositories_become_the_files_that_the_configuration_names()
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File("git"));
        var pod = rendered.PodTemplate["spec"]!;
        var mounts = pod["containers"]![0]!["volumeMounts"]!.AsArray();
        var files =
            from volume in pod["volumes"]!.AsArray()
            where volume!["projected"] is not null
            let mount = mounts.Single(m => (string?)m!["name"] == (string?)volume["name"])!
            from source in volume["projected"]!["sources"]!.AsArray()
            from item in (source!["secret"] ?? source["configMap"])!["items"]!.AsArray()
            select $"{mount["mountPath"]}/{item!["path"]}";

        Assert.Equal(Files(rendered.Config["git"]).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.Equal("eu-1", (string?)rendered.Config["clusterName"]);
        Assert.Equal("archive", (string?)rendered.Config["git"]!["repositories"]![2]!["auth"]!["secretName"]);
        Assert.Equal("12345678", rendered.Config["git"]!["repositories"]![4]!["auth"]!["appId"]!.ToJsonString());
    }

    /// <summary>Copies of repositories are in /tmp, whose size counts as the container's storage; some platforms evict whoever asks for too little.</summary>
    [Theory]
    [InlineData(0, "64Mi", "256Mi", "64Mi")]
    [InlineData(1, "128Mi", "320Mi", "128Mi")]
    [InlineData(10, "704Mi", "896Mi", "704Mi")]
    public async Task Storage_follows_the_number_of_repositories(int repositories, string request, string limit, string tmp)
    {
        var list = string.Join(", ", Enumerable.Range(0, repositories).Select(i => $"{{name: r{i}, url: 'https://git.example.com/{i}.git'}}"));
        foreach (var helm in new[] { 3, 4 })
        {
            var pod = (await Helm.Of(helm).RenderTextAsync($"clusterName: eu-1\ngit: {{repositories: [{list}]}}")).PodTemplate["spec"]!;

            Assert.Equal((request, limit, tmp), Storage(pod));
            Assert.Equal("128Mi", (string?)pod["containers"]![0]!["resources"]!["requests"]!["memory"]);
        }
    }

    [Fact]
    public async Task Storage_is_what_the_values_say_where_they_say_it()
    {
        const string Repository = "clusterName: eu-1\ngit: {repositories: [{name: a, url: 'https://git.example.com/a.git'}]}\n";

        Assert.Equal(
            ("1Gi", "2Gi", "900Mi"),
            Storage((await Helm.Of(4).RenderTextAsync(Repository + "resources: {requests: {ephemeral-storage: 1Gi}, limits: {ephemeral-storage: 2Gi}}\ntmpSizeLimit: 900Mi")).PodTemplate["spec"]!));
        var half = (await Helm.Of(4).RenderTextAsync(Repository + "resources: {limits: null}")).PodTemplate["spec"]!;
        Assert.Equal(("128Mi", null, "128Mi"), Storage(half));
        Assert.Null(half["containers"]![0]!["resources"]!["limits"]);
        var nothing = (await Helm.Of(4).RenderTextAsync(Repository + "resources: null\ntmpSizeLimit: null")).PodTemplate["spec"]!;
        Assert.Equal((null, null, null), Storage(nothing));
        Assert.Null(nothing["containers"]![0]!["resources"]);
    }

    private static (string? Request, string? Limit, string? Tmp) Storage(JsonNode pod)
    {
        var resources = pod["containers"]![0]!["resources"];
        var tmp = pod["volumes"]!.AsArray().Single(v => (string?)v!["name"] == "tmp")!;
        return ((string?)resources?["requests"]?["ephemeral-storage"], (string?)resources?["limits"]?["ephemeral-storage"], (string?)tmp["emptyDir"]!["sizeLimit"]);
    }

    private static IEnumerable<string> Files(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => f.Key.EndsWith("File", StringComparison.Ordinal) ? [(string)f.Value!] : Files(f.Value)),
        JsonArray items => items.SelectMany(Files),
        _ => [],
    };
}
