using System.Collections;
using Operator.Configuration;
using Operator.Tests.Cli;

namespace Operator.Tests.Configuration;

public sealed class OperatorOptionsTests
{
    private static readonly Hashtable Nothing = [];

    [Fact]
    public void A_file_says_which_sources_there_are()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("c.yaml", "prometheus: {sources: [{name: a, url: http://h:9090/p, timeout: 1m30s, headers: {X-Scope-OrgID: t}, maxSeries: 7}]}\ntemplates: {directory: /t}\n");

        var options = OperatorOptionsLoader.Load(file, Nothing);

        var source = Assert.Single(options.Prometheus.Sources);
        Assert.Equal(("a", "http://h:9090/p", TimeSpan.FromSeconds(90), "t", 7), (source.Name, source.Url, source.Timeout, source.Headers["X-Scope-OrgID"], source.MaxSeries));
        Assert.Equal("/t", options.Templates.Directory);
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("c.yaml", "prometheus: {sources: [{name: a, url: http://h}]}\n");

        var options = OperatorOptionsLoader.Load(file, new Hashtable
        {
            ["POSTMORTEM__PROMETHEUS__SOURCES__0__URL"] = "http://other",
            ["POSTMORTEM__PROMETHEUS__SOURCES__1__NAME"] = "b",
            ["POSTMORTEM__PROMETHEUS__SOURCES__1__URL"] = "http://b",
            ["POSTMORTEM__PROMETHEUS__SOURCES__1__MAXSERIES"] = "9",
        });

        Assert.Equal(["a=http://other", "b=http://b"], options.Prometheus.Sources.Select(s => $"{s.Name}={s.Url}"));
        Assert.Equal(9, options.Prometheus.Sources[1].MaxSeries);
    }

    [Fact]
    public void More_than_ten_items_can_be_given_in_the_environment()
    {
        var variables = new Hashtable { ["POSTMORTEM__CLUSTERNAME"] = "eu" };
        for (var i = 0; i < 120; i++)
        {
            variables[$"POSTMORTEM__GIT__REPOSITORIES__{i}__NAME"] = $"r{i}";
            variables[$"POSTMORTEM__GIT__REPOSITORIES__{i}__URL"] = $"https://h/{i}";
        }

        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"r{i}"), OperatorOptionsLoader.Load(null, variables).Git.Repositories.Select(r => r.Name));
    }

    [Theory]
    [InlineData("promtheus: {}", "c.yaml:1: promtheus: is not a known field; did you mean prometheus?")]
    [InlineData("prometheus: {sources: [{name: a, url: http://h, timeuot: 1s}]}", "prometheus.sources[0].timeuot: is not a known field; did you mean timeout?")]
    [InlineData("prometheus: {sources: [{name: a, url: http://h, timeout: soon}]}", "'soon' is not a duration")]
    [InlineData("prometheus: {sources: [{name: a, url: 'http://u:p@h'}]}", "prometheus.sources[0].url: must not contain a user or password")]
    [InlineData("prometheus: {sources: [{name: a, url: http://h}, {name: a, url: http://h}]}", "'a' is used twice")]
    public void What_is_wrong_is_refused_with_its_place(string yaml, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("c.yaml", yaml);

        Assert.Contains(expected, Assert.Throws<UnusableException>(() => OperatorOptionsLoader.Load(file, Nothing)).Message);
    }

    [Theory]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', auth: hunter2secret}]}", "git.repositories[0].auth: must be an object with fields, not a string")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', auth: {passwordFile: [hunter2secret]}}]}", "git.repositories[0].auth.passwordFile: must be a string, not a list")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', auth: {bearerTokenFile: 4711}}]}", "git.repositories[0].auth.bearerTokenFile: must be a string, not a number; write it in quotes")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', auth: {secretName: 'hunter2secret!'}}]}", "git.repositories[0].auth.secretName: is not the name of a Secret")]
    [InlineData("prometheus: {sources: [{name: a, url: http://h, basicAuth: 'hunter2secret'}]}", "prometheus.sources[0].basicAuth: must be an object with fields, not a string")]
    [InlineData("prometheus: {sources: [{name: a, url: http://h, tls: hunter2secret}]}", "prometheus.sources[0].tls: must be an object with fields, not a string")]
    [InlineData("prometheus: {sources: [{name: a, url: http://h, headers: {X-Api-Key: 4711}}]}", "prometheus.sources[0].headers.X-Api-Key: must be a string, not a number")]
    public void A_credential_in_the_wrong_place_is_not_shown(string yaml, string expected)
    {
        using var folder = new TemporaryFolder();

        var message = Assert.Throws<UnusableException>(() => OperatorOptionsLoader.Load(folder.Write("c.yaml", yaml), Nothing)).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POSTMORTEM__PROMETHEUS__SORCES__0__URL", "SORCES is not a setting here; did you mean sources?")]
    [InlineData("POSTMORTEM__PROMETHEUS__SOURCES__3__URL", "items must be numbered from 0 without gaps")]
    public void A_variable_that_means_nothing_is_refused(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<UnusableException>(() => OperatorOptionsLoader.Load(null, new Hashtable { [name] = "x" })).Message);

    [Theory]
    [InlineData("POSTMORTEM__RUN__WORKERS", "hunter2", "must be a whole number")]
    [InlineData("POSTMORTEM__RUN__WORKERS", "2.5", "must be a whole number")]
    [InlineData("POSTMORTEM__RUN__WORKERS", "99999999999", "run.workers: must be a whole number of at most 2147483647")]
    [InlineData("POSTMORTEM__RUN__WORKERS", "0", "run.workers: 0 must be from 1 to 100")]
    [InlineData("POSTMORTEM__RUN__KUBEAPIQPS", "hunter2", "must be a number")]
    [InlineData("POSTMORTEM__RUN__METRICS__PERINCIDENT", "hunter2", "must be true or false")]
    [InlineData("POSTMORTEM__RUN__RESYNCPERIOD", "5", "run.resyncPeriod: '5' is not a duration such as 30s or 1m30s")]
    [InlineData("POSTMORTEM__RUN__NAMESPACES", "hunter2", "is a list; set its items one by one, the first by POSTMORTEM__RUN__NAMESPACES__0")]
    [InlineData("POSTMORTEM__RUN__NAMESPACES__0", "Team A", "run.namespaces[0]: 'Team A' is not the name of a namespace")]
    [InlineData("POSTMORTEM__RUN__METRICS", "hunter2", "has fields; set these, such as POSTMORTEM__RUN__METRICS__ADDRESS")]
    [InlineData("POSTMORTEM__GIT__REPOSITORIES__0__STRATEGY", "hunter2", "must be one of Push, PullRequest")]
    [InlineData("postmortem__prometheus__sources__0__url", "p:9090", "prometheus.sources[0].url: must be an absolute http or https URL")]
    public void A_variable_of_a_wrong_type_is_refused_by_its_name(string name, string value, string expected)
    {
        using var folder = new TemporaryFolder();

        var message = Assert.Throws<UnusableException>(() => OperatorOptionsLoader.Load(folder.Write("c.yaml", "run: {logLevel: info}"), new Hashtable { [name] = value })).Message;

        Assert.StartsWith($"environment variable {name}: {expected}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    /// <summary>An API server answers a list in a namespace that cannot be with nothing, and the operator would wait for work for ever.</summary>
    [Theory]
    [InlineData("run: {namespaces: [production, Team A]}", "c.yaml: run.namespaces[1]: 'Team A' is not the name of a namespace")]
    [InlineData("run: {leaseNamespace: a/b}", "c.yaml: run.leaseNamespace: 'a/b' is not the name of a namespace")]
    [InlineData("run: {leaseName: My Lease}", "c.yaml: run.leaseName: 'My Lease' must be lower-case letters, digits, dashes and dots")]
    public void Names_that_no_object_can_have_are_refused(string yaml, string expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(expected, Assert.Throws<UnusableException>(() => OperatorOptionsLoader.Load(folder.Write("c.yaml", yaml), Nothing)).Message);
    }

    [Fact]
    public void A_number_from_a_file_may_have_its_line_break_and_no_namespace_is_all()
    {
        var options = OperatorOptionsLoader.Load(null, new Hashtable { ["POSTMORTEM__RUN__WORKERS"] = " 7\n", ["POSTMORTEM__RUN__NAMESPACES__0"] = "" });

        Assert.Equal((7, ""), (options.Run.Workers, Assert.Single(options.Run.Namespaces)));
    }

    [Fact]
    public void Nothing_configured_is_fine() => Assert.Empty(OperatorOptionsLoader.Load(null, Nothing).Prometheus.Sources);
}
