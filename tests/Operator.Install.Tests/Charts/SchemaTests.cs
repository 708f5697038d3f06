using System.Text.Json.Nodes;
using Operator.Testing.Charts;
using Operator.Prometheus;
using Operator.Publishing.Git;

namespace Operator.Install.Tests.Charts;

/// <summary>The schema of the values: what it refuses, and that it knows all of them.</summary>
public sealed class SchemaTests
{
    private static readonly string[] SecretReferences = ["bearerTokenSecret"];

    private static readonly string ValuesPath = Path.Combine(Helm.Chart, "values.yaml");

    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Helm.Chart, "values.schema.json")))!.AsObject();

    public static TheoryData<string> Keys => [.. Paths(Yaml.Read(ValuesPath), "")];

    private static void AssertKeys(Type options, JsonObject properties, params string[] references) => Assert.Equal(
        options.GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Concat(references).Order(StringComparer.Ordinal),
        properties.Select(p => p.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void It_is_one_file_of_draft_07()
    {
        Assert.Equal("http://json-schema.org/draft-07/schema#", (string?)Schema["$schema"]);
        Assert.All(References(Schema), reference => Assert.StartsWith("#/definitions/", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void It_knows_every_value_and_no_other()
    {
        // A value without a default stands in a comment.
        string[] commented = ["enabled", "podDisruptionBudget.minAvailable", "podDisruptionBudget.maxUnavailable"];
        var known = Declared(Schema, "").Where(p => !p.Contains("Probe.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        var values = Paths(Yaml.Read(ValuesPath), "").Where(p => Declares(p) && !p.Contains("Probe.", StringComparison.Ordinal));

        Assert.Equal(values.Concat(commented).Order(StringComparer.Ordinal), known);
    }

    [Fact]
    public void The_keys_of_a_source_are_those_of_the_operator_s_configuration_and_references_to_Secrets()
    {
        var keys = Schema["definitions"]!["source"]!["properties"]!.AsObject().Select(p => p.Key).Except(SecretReferences, StringComparer.Ordinal);

        var options = typeof(PrometheusSourceOptions).GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);

        Assert.Equal(options.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_keys_of_a_repository_are_those_of_the_operator_s_configuration_and_references_to_Secrets()
    {
        var repository = Schema["definitions"]!["repository"]!["properties"]!.AsObject();

        AssertKeys(typeof(GitRepositoryOptions), repository, "caSecret", "caConfigMap", "signingKeySecret");
        AssertKeys(typeof(GitAuthOptions), repository["auth"]!["properties"]!.AsObject(), "passwordSecret", "bearerTokenSecret", "sshKeySecret", "knownHostsSecret", "knownHostsConfigMap", "privateKeySecret");
        AssertKeys(typeof(GitCommitterOptions), repository["committer"]!["properties"]!.AsObject());
    }

    [Fact]
    public void The_limits_of_a_source_are_those_of_the_operator_s_configuration()
    {
        var keys = Schema["definitions"]!["source"]!["properties"]!["limits"]!["properties"]!.AsObject().Select(p => p.Key);

        var options = typeof(PrometheusLimits).GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);

        Assert.Equal(options.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    /// <summary>What has no default of its own is explained in the comment that shows a source.</summary>
    [Fact]
    public void Every_key_of_a_source_that_is_not_a_file_is_shown()
    {
        var shown = File.ReadAllText(ValuesPath);
        var keys = Schema["definitions"]!["source"]!["properties"]!.AsObject().Select(p => p.Key).Where(k => k != "bearerTokenFile");

        Assert.All(keys, key => Assert.Contains($" {key}:", shown));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Every_value_may_be_null(string key)
    {
        foreach (var helm in new[] { 3, 4 })
        {
            var rendered = await Helm.Of(helm).RenderAsync(arguments: ["--set", $"{key.Replace("kubernetes.io/os", @"kubernetes\.io/os", StringComparison.Ordinal)}=null"]);

            Assert.NotEmpty(rendered.Of("Deployment"));
        }
    }

    /// <summary>An upgrade with --reuse-values has the values of the old chart, and no defaults of the new one.</summary>
    [Fact]
    public async Task Values_of_a_chart_that_had_none_of_today_s_keys_render()
    {
        var none = string.Join(',', Yaml.Read(ValuesPath).Select(v => $"{v.Key}=null"));

        var rendered = await Helm.Of(3).RenderAsync(arguments: ["--set", none]);

        Assert.NotEmpty(rendered.Of("Deployment"));
    }

    [Theory]
    [InlineData("replicas=2", "replicas")]
    [InlineData("image.tags=1", "tags")]
    [InlineData("crds.install=true", "install")]
    [InlineData("replicaCount=two", "replicaCount")]
    [InlineData("image.digest=sha256:abc", "digest")]
    [InlineData("image.pullPolicy=Sometimes", "pullPolicy")]
    [InlineData("workers=0", "workers")]
    [InlineData("logFormat=xml", "logFormat")]
    [InlineData("livenessProbe.period=1", "period")]
    [InlineData("watchNamespaces={Production}", "watchNamespaces")]
    [InlineData("prometheus.sources[0].name=default", "url")]
    [InlineData("prometheus.sources[0].url=prometheus:9090", "url")]
    [InlineData("prometheus.sources[0].url=http://p:9090,prometheus.sources[0].token=abc", "token")]
    [InlineData("prometheus.sources[0].url=http://p:9090,prometheus.sources[0].bearerTokenSecret.name=abc", "key")]
    [InlineData("prometheus.sources[0].url=http://p:9090,prometheus.sources[0].limits.points=1", "points")]
    [InlineData("prometheus.sources[0].url=http://user:secret@p:9090", "url")]
    [InlineData("prometheus.sources[0].url=http://p:9090,prometheus.sources[0].timeout=30 s", "timeout")]
    [InlineData("prometheus.sources[0].url=http://p:9090,prometheus.sources[0].maxSeries=2000000", "maxSeries")]
    [InlineData("prometheus.sources[0].url=http://p:9090,prometheus.sources[0].limits.pointsPerRequest=999", "pointsPerRequest")]
    [InlineData("prometheus.sources[0].url=http://p:9090,prometheus.sources[0].replicaLabels={a-b}", "replicaLabels")]
    [InlineData("resyncPeriod=10 hours", "resyncPeriod")]
    [InlineData("fullnameOverride=Post_Mortems", "fullnameOverride")]
    [InlineData("namespace=SRE", "namespace")]
    [InlineData("extraEnv[0].name=A,extraEnv[0].value=5", "value")]
    [InlineData("extraEnv[0].value=5", "name")]
    [InlineData("volumeMounts[0].name=a", "mountPath")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=https://git.example.com/a.git,git.repositories[0].allowedNamespaces={Team}", "allowedNamespaces")]
    [InlineData("metrics.port=8081", "metrics.port: 8081 is the port of health")]
    [InlineData("kubeApi.qps=0", "qps")]
    [InlineData("kubeApi.qps=-2", "qps")]
    [InlineData("logLevel=loud", "logLevel")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=ftp://x", "url")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=git.example.com/a.git", "url")]
    [InlineData("git.repositories[0].name=a,git.repositories[0].url=https://git.example.com/a.git", "clusterName: is needed with git.repositories")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=ssh://git@git.example.com/a.git", "git.repositories[0].auth: an ssh url needs sshKeySecret")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=git@git.example.com:team/a.git", "git.repositories[0].auth: an ssh url needs sshKeySecret")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=ssh://git@git.example.com/a.git,git.repositories[0].auth.sshKeyFile=/key", "git.repositories[0].auth")]
    [InlineData("leaderElection.enabled=false,replicaCount=2", "leaderElection.enabled: must be true")]
    [InlineData("podDisruptionBudget.enabled=true,podDisruptionBudget.minAvailable=1,podDisruptionBudget.maxUnavailable=1", "not both")]
    public async Task What_would_not_work_is_refused_by_name(string set, string named)
    {
        foreach (var helm in new[] { 3, 4 })
        {
            Assert.Contains(named, (await Helm.Of(helm).TemplateAsync(arguments: ["--set", set])).RefusalOrFail());
        }
    }

    /// <summary>What the operator takes, from wherever it comes, is not refused.</summary>
    [Theory]
    [InlineData("kubeApi.qps=20")]
    [InlineData("kubeApi.qps=-1")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=git@git.example.com:team/a.git,git.repositories[0].auth.secretName=a")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=file:///srv/a.git")]
    [InlineData("clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=/srv/a.git")]
    [InlineData("config.clusterName=eu-1,git.repositories[0].name=a,git.repositories[0].url=https://git.example.com/a.git")]
    [InlineData("extraEnv[0].name=POSTMORTEM__CLUSTERNAME,extraEnv[0].value=eu-1,git.repositories[0].name=a,git.repositories[0].url=https://git.example.com/a.git")]
    public async Task What_works_is_not_refused(string set)
    {
        foreach (var helm in new[] { 3, 4 })
        {
            Assert.NotEmpty((await Helm.Of(helm).RenderAsync(arguments: ["--set", set])).Of("Deployment"));
        }
    }

    /// <summary>A set of values may take back what another one sets.</summary>
    [Fact]
    public async Task References_to_Secrets_may_be_null()
    {
        var rendered = await Helm.Of(4).RenderTextAsync("""
            clusterName: eu-1
            prometheus:
              sources: [{url: "http://p:9090", bearerTokenSecret: null, basicAuth: {passwordSecret: null}, tls: {caSecret: null, caConfigMap: null, certSecret: null}}]
            git:
              repositories:
              - name: a
                url: https://git.example.com/a.git
                caSecret: null
                caConfigMap: null
                signingKeySecret: null
                auth: {passwordSecret: null, bearerTokenSecret: null, sshKeySecret: null, knownHostsSecret: null, knownHostsConfigMap: null, privateKeySecret: null}
            """);

        Assert.DoesNotContain(rendered.PodTemplate["spec"]!["volumes"]!.AsArray(), v => v!["projected"] is not null);
    }

    [Fact]
    public void Every_value_is_documented()
    {
        var lines = File.ReadAllLines(ValuesPath);
        var bare = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var key = line.TrimStart();
            if (key.Length > 0 && key[0] != '#' && key[0] != '-' && key.Contains(':', StringComparison.Ordinal) && Indent(line) <= 4 && !IsKubernetes(lines, i))
            {
                // A heading explains itself by what is below it.
                var heads = key.EndsWith(':') && i + 1 < lines.Length && lines[i + 1].TrimStart().StartsWith('#');
                if (!heads && !lines[i - 1].TrimStart().StartsWith('#'))
                {
                    bare.Add(line.Trim());
                }
            }
        }

        Assert.Empty(bare);
    }

    /// <summary>Below a documented value whose fields are those of Kubernetes.</summary>
    private static bool IsKubernetes(string[] lines, int index)
    {
        string[] own = ["global", "rbac", "crds", "image", "prometheus", "leaderElection", "kubeApi", "podDisruptionBudget", "networkPolicy", "serviceAccount", "tests", "git", "metrics", "service", "serviceMonitor", "podMonitor", "prometheusRule", "dashboard", "flowSchema"];
        var parent = Enumerable.Range(0, index).Reverse().Select(i => lines[i]).FirstOrDefault(l => l.Trim().Length > 0 && l.TrimStart()[0] != '#' && Indent(l) < Indent(lines[index]));
        return parent is not null && !own.Contains(parent.Trim().TrimEnd(':'), StringComparer.Ordinal);
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    /// <summary>Whether the schema tells the fields of what holds this value.</summary>
    private static bool Declares(string path)
    {
        JsonNode? at = Schema;
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
        {
            at = at?["properties"]?[part];
        }

        return at?["properties"] is not null;
    }

    private static IEnumerable<string> Declared(JsonNode schema, string prefix) =>
        schema["properties"] is not JsonObject properties
            ? []
            : properties.SelectMany(p => (string[])[$"{prefix}{p.Key}", .. Declared(p.Value!, $"{prefix}{p.Key}.")]);

    private static IEnumerable<string> Paths(JsonObject values, string prefix) =>
        values.SelectMany(v => (string[])[$"{prefix}{v.Key}", .. v.Value is JsonObject fields ? Paths(fields, $"{prefix}{v.Key}.") : []]);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => f.Key == "$ref" ? [(string)f.Value!] : References(f.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
