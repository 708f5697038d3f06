using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>The configuration file that the chart renders, as the program reads it at its start.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [MemberData(nameof(ValueSets.WithEachHelm), MemberType = typeof(ValueSets))]
    public async Task The_program_takes_what_the_chart_renders(string values, int helm)
    {
        Assert.Empty(await ConfigurationFile.ProblemsAsync((await Helm.Of(helm).RenderAsync(ValueSets.File(values))).Config.ToJsonString()));
    }

    /// <summary>What a schema cannot say is refused at the start, by the name that it has in the values.</summary>
    [Theory]
    [InlineData("prometheus: {sources: [{url: 'http://p:9090'}, {url: 'http://q:9090'}]}", "prometheus.sources[1].name: 'default' is used twice")]
    [InlineData("prometheus: {sources: [{url: 'http://p:9090', timeout: 1ms}]}", "prometheus.sources[0].timeout: must be from 100ms to 10m")]
    [InlineData("prometheus: {sources: [{url: 'http://p:9090', headers: {Authorization: x}}]}", "prometheus.sources[0].headers.Authorization")]
    [InlineData("prometheus: {sources: [{url: 'http://p:9090', tls: {caSecret: {name: a, key: b}}}]}", "prometheus.sources[0].tls: needs an https url")]
    [InlineData("{clusterName: a, git: {repositories: [{name: a, url: 'https://g.example.com/a.git', strategy: PullRequest}]}}", "git.repositories[0].strategy: PullRequest needs provider github")]
    [InlineData("{clusterName: a, git: {repositories: [{name: a, url: 'https://g.example.com/a.git', root: ../x}]}}", "git.repositories[0].root")]
    [InlineData("resyncPeriod: 1s", "run.resyncPeriod: must be at least 1m")]
    [InlineData("config: {run: {worker: 2}}", "did you mean workers?")]
    public async Task What_only_the_program_can_judge_is_refused_by_name(string values, string named)
    {
        Assert.Contains(await ConfigurationFile.ProblemsAsync((await Helm.Of(4).RenderTextAsync(values)).Config.ToJsonString()), p => p.Contains(named, StringComparison.Ordinal));
    }

    /// <summary>Repositories may come from `config`, where a Secret of one's own is mounted.</summary>
    [Fact]
    public async Task Clusters_to_take_over_are_not_lost_where_repositories_come_from_elsewhere()
    {
        var rendered = await Helm.Of(4).RenderTextAsync("{clusterName: eu-1, git: {adoptClusters: [eu-0]}, config: {git: {repositories: [{name: a, url: 'https://git.example.com/a.git'}]}}}");

        Assert.Equal(["eu-0"], rendered.Config["git"]!["adoptClusters"]!.AsArray().Select(c => (string?)c));
        Assert.Empty(await ConfigurationFile.ProblemsAsync(rendered.Config.ToJsonString()));
    }
}
