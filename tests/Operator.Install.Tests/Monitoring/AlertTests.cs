using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Monitoring;

/// <summary>The alerts of the chart, judged by Prometheus' own tool.</summary>
public sealed class AlertTests
{
    private const string Values = """
        metrics:
          prometheusRule:
            enabled: true
            alertLabels: {team: sre}
            draftDays: 10
            runbookBaseURL: https://example.com/runbooks
        """;

    [Fact]
    public async Task Each_alert_fires_when_it_should_and_only_then()
    {
        var folder = Directory.CreateTempSubdirectory("alerts-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "alerts.yaml"), (await RulesAsync()).ToJsonString());
        var test = Path.Combine(folder, "alerts.test.yaml");
        File.Copy(Path.Combine(RepositoryFiles.Root, "tests", "Operator.Install.Tests", "Monitoring", "alerts.test.yaml"), test);

        Assert.Equal(0, (await Command.RunAsync("/usr/bin/promtool", ["check", "rules", Path.Combine(folder, "alerts.yaml")])).ExitCode);
        var result = await Command.RunAsync("/usr/bin/promtool", ["test", "rules", test]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Fact]
    public async Task Every_alert_has_a_test_and_a_runbook_that_names_it()
    {
        var tested = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "tests", "Operator.Install.Tests", "Monitoring", "alerts.test.yaml"), TestContext.Current.CancellationToken);
        var alerts = (await RulesAsync())["groups"]!.AsArray().SelectMany(g => g!["rules"]!.AsArray()).ToList();

        Assert.NotEmpty(alerts);
        foreach (var alert in alerts)
        {
            var name = (string)alert!["alert"]!;
            Assert.Contains($"alertname: {name}\n    exp_alerts:\n    - exp_labels", tested, StringComparison.Ordinal);
            Assert.Equal($"https://example.com/runbooks/{name}.md", (string?)alert["annotations"]!["runbook_url"]);
            Assert.StartsWith($"# {name}\n", await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "runbooks", $"{name}.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private static async Task<JsonObject> RulesAsync() => (await Helm.Of(4).RenderTextAsync(Values)).One("PrometheusRule")["spec"]!.AsObject();
}
