using System.Collections;
using Operator.Configuration;
using Operator.Publishing.Git;
using Operator.Tests.Cli;

namespace Operator.Tests.Publishing.Git;

public sealed class GitOptionsValidatorTests
{
    [Theory]
    [InlineData("https://git.example.com/team/handbook.git", "https")]
    [InlineData("http://git.example.com:3000/handbook", "http")]
    [InlineData("ssh://git@git.example.com:2222/team/handbook.git", "ssh")]
    [InlineData("git@git.example.com:team/handbook.git", "ssh")]
    [InlineData("file:///srv/handbook.git", "file")]
    [InlineData("/srv/handbook.git", "file")]
    public void Where_a_repository_may_be(string url, string scheme) => Assert.Equal((scheme, false), (GitUrl.Parse(url)!.Scheme, GitUrl.Parse(url)!.HasPassword));

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/x")]
    [InlineData("--upload-pack=touch x")]
    [InlineData("ssh://-oProxyCommand=x/y")]
    [InlineData("ssh://-x@host/y")]
    [InlineData("-x@host:y")]
    [InlineData("git@-host:y")]
    [InlineData("git://h/x")]
    [InlineData("relative/path")]
    [InlineData("https://h/x?y")]
    [InlineData("https://h/x y")]
    [InlineData("")]
    public void Where_it_may_not_be(string url) => Assert.Null(GitUrl.Parse(url));

    [Theory]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r, auth: {passwordFile: /p}}]}", "git.repositories[0].auth: passwordFile and bearerTokenFile need an https url")]
    [InlineData("git: {repositories: [{name: a, url: /r}]}", "clusterName: is needed with git.repositories")]
    [InlineData("clusterName: 'e u'", "clusterName: must be 1 to 63 letters")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: A, url: /r}]}", "git.repositories[0].name: 'A' must be")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r}, {name: a, url: /r}]}", "git.repositories[1].name: 'a' is used twice")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://u:p@h/r'}]}", "git.repositories[0].url: must not contain a user or password; use auth")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'ext::x'}]}", "git.repositories[0].url: must be an https, http, ssh or file URL")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r, branch: '-x'}]}", "git.repositories[0].branch: '-x' is not the name of a branch")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r, branch: 'a..b'}]}", "git.repositories[0].branch: 'a..b' is not the name of a branch")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r, root: ../x}]}", "git.repositories[0].root: must not have empty, '.' or '..' segments")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r, allowedNamespaces: [Team_A]}]}", "git.repositories[0].allowedNamespaces: 'Team_A' is not")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'ssh://git@h/r'}]}", "git.repositories[0].auth: an ssh url needs sshKeyFile and knownHostsFile, or secretName")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'ssh://git@h/r', auth: {sshKeyFile: /k}}]}", "git.repositories[0].auth: sshKeyFile and knownHostsFile must be set together")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', auth: {passwordFile: /p, secretName: s}}]}", "git.repositories[0].auth: only one of")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', timeout: 1h}]}", "git.repositories[0].timeout: must be from 1s to 10m")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', committer: {name: 'A <a>'}}]}", "git.repositories[0].committer: needs a name and an email address")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', brnach: x}]}", "git.repositories[0].brnach: is not a known field; did you mean branch?")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', auth: {passwordFile: ''}}]}", "git.repositories[0].auth.passwordFile: is empty; name a file, or leave the field out")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', auth: {bearerTokenFile: ' '}}]}", "git.repositories[0].auth.bearerTokenFile: is empty")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'ssh://git@h/r', auth: {sshKeyFile: '', knownHostsFile: /k}}]}", "git.repositories[0].auth.sshKeyFile: is empty")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'ssh://git@h/r', auth: {sshKeyFile: /k, knownHostsFile: ''}}]}", "git.repositories[0].auth.knownHostsFile: is empty")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', caFile: ''}]}", "git.repositories[0].caFile: is empty")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r}, {name: b, url: /r, signingKeyFile: ''}]}", "git.repositories[1].signingKeyFile: is empty")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: gitlab}]}", "git.repositories[0].provider: 'gitlab' must be github, or be left out")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', apiUrl: 'https://api.github.com'}]}", "git.repositories[0].provider: must be github for apiUrl")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', auth: {appId: 1, installationId: 2, privateKeyFile: /k}}]}", "git.repositories[0].provider: must be github for a GitHub App in auth")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h/x', provider: github}]}", "git.repositories[0].url: with provider github it must be that of a repository")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'git@github.com:t/h.git', provider: github, auth: {sshKeyFile: /k, knownHostsFile: /h}}]}", "git.repositories[0].url: with provider github it must be that of a repository")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, apiUrl: 'ftp://x'}]}", "git.repositories[0].apiUrl: must be an http or https URL such as https://github.example.com/api/v3")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, auth: {appId: 1, privateKeyFile: /k}}]}", "git.repositories[0].auth: appId, installationId and privateKeyFile must be set together")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, auth: {appId: 1, installationId: -2, privateKeyFile: /k}}]}", "git.repositories[0].auth.installationId: must be above 0")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, auth: {appId: 1, installationId: 2, privateKeyFile: /k, passwordFile: /p}}]}", "git.repositories[0].auth: only one of")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, auth: {appId: 1, installationId: 2, privateKeyFile: ' '}}]}", "git.repositories[0].auth.privateKeyFile: is empty")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /r}, {name: b, url: /r}]}", "git.repositories[1].url: branch main of this url is that of repository 'a' already")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r', branch: x}, {name: b, url: 'https://h/r'}, {name: c, url: 'https://h/r', branch: x, root: other}]}", "git.repositories[2].url: branch x of this url is that of repository 'a' already")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: /srv/r.git}, {name: b, url: 'file:///srv/r.git'}]}", "git.repositories[1].url: branch main of this url is that of repository 'a' already")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github}, {name: b, url: 'https://github.com/t/h.git', branch: x, provider: github}]}", "git.repositories[1].branchPrefix: is that of repository 'a', which has the same url: branches of pull requests would be one; give each its own")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github}, {name: b, url: 'https://github.com/T/H.git', provider: github}]}", "git.repositories[1].url: branch main of this url is that of repository 'a' already")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r'}, {name: b, url: 'https://h/r/'}]}", "git.repositories[1].url: branch main of this url is that of repository 'a' already")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://h/r'}, {name: b, url: 'https://H:443/r'}]}", "git.repositories[1].url: branch main of this url is that of repository 'a' already")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', strategy: PullRequest}]}", "git.repositories[0].strategy: PullRequest needs provider github")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, branchPrefix: '-x/'}]}", "git.repositories[0].branchPrefix: '-x/' must be the beginning of a branch's name")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, branchPrefix: 'a..b'}]}", "git.repositories[0].branchPrefix: 'a..b' must be the beginning")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, maxOpenPullRequests: 0}]}", "git.repositories[0].maxOpenPullRequests: must be from 1 to 200")]
    [InlineData("clusterName: eu\ngit: {repositories: [{name: a, url: 'https://github.com/t/h', provider: github, strategy: Merge}]}", "git.repositories[0].strategy: ")]
    [InlineData("clusterName: eu\ngit: {directory: ''}", "git.directory: is empty; name a directory, or leave the field out")]
    public void What_is_wrong_is_refused_with_its_place(string yaml, string expected)
    {
        using var folder = new TemporaryFolder();

        var e = Assert.Throws<UnusableException>(() => OperatorOptionsLoader.Load(folder.Write("c.yaml", yaml), new Hashtable()));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{name: a, url: /r}, {name: b, url: /r, branch: other}")]
    [InlineData("{name: a, url: /r}, {name: b, url: /R}")]
    [InlineData("{name: a, url: 'https://h/r'}, {name: b, url: 'https://h:8443/r'}")]
    public void Two_branches_and_two_repositories_are_no_twins(string repositories)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(2, OperatorOptionsLoader.Load(folder.Write("c.yaml", $"clusterName: eu\ngit: {{repositories: [{repositories}]}}"), new Hashtable()).Git.Repositories.Count);
    }

    [Fact]
    public void A_configuration_says_where_to_publish()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("c.yaml", """
            clusterName: eu-1
            git:
              repositories:
              - name: handbook
                url: https://git.example.com/handbook.git
                branch: trunk
                root: docs/postmortems
                allowedNamespaces: [team-*, shop]
                auth: {username: bot, passwordFile: /p}
                committer: {name: Bot, email: bot@example.com}
                timeout: 30s
            """);

        var options = OperatorOptionsLoader.Load(file, new Hashtable());

        var repository = Assert.Single(options.Git.Repositories);
        Assert.Equal(("eu-1", "handbook", "trunk", "docs/postmortems", "bot", "Bot"), (options.ClusterName, repository.Name, repository.Branch, repository.Root, repository.Auth.Username, repository.Committer.Name));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)), (repository.Timeout, repository.PollInterval));
        Assert.Equal(["team-*", "shop"], repository.AllowedNamespaces);
    }
}
