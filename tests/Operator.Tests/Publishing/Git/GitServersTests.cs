using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;
using Operator.Tests.Prometheus;

namespace Operator.Tests.Publishing.Git;

/// <summary>Real servers on the loopback interface: git over https, over ssh, and a path.</summary>
public sealed class GitServersTests : IDisposable
{
    private const string Password = "s3cr3t-p4ssw0rd";

    private readonly BareRepository _repository = new();

    [Fact]
    public async Task Over_a_path_the_document_and_what_belongs_to_it_are_one_commit()
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Null(delivery.Failure);
        Assert.Equal(_repository.Tip, delivery.Revision);
        Assert.Equal(2, _repository.Commits);
        Assert.Equal(["handbook.md", "postmortems/2025/production/p0-042/README.md", "postmortems/2025/production/p0-042/status.json"], _repository.Files);
        Assert.StartsWith("# Post-Mortem: p0-042\n\n<!-- postmortem.dev/document version=\"1\" cluster=\"eu\"", _repository.Read(delivery.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_https_with_a_password_and_a_certificate_authority_of_its_own()
    {
        await using var server = await StartAsync();
        await using var worker = new Worker(Https(server));

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Null(delivery.Failure);
        Assert.Equal(_repository.Tip, delivery.Revision);
    }

    /// <summary>A proxy before the server takes requests up to a size, as most do, or fails on one of them.</summary>
    [Theory]
    [InlineData(413, Reasons.PushRefused)]
    [InlineData(502, Reasons.GitUnavailable)]
    public async Task Documents_that_are_too_large_for_one_push_arrive_in_several(int status, string reason)
    {
        await using var server = await StartAsync(mostBytes: 100_000, status);
        await using var worker = new Worker(Https(server));
        GitRequest[] requests = [.. Enumerable.Range(0, 8).Select(i => Large($"doc-{i}", 30_000)), Large("huge", 200_000)];

        var deliveries = await worker.PublishAsync(requests);

        Assert.All(deliveries.SkipLast(1), d => Assert.Null(d.Failure));
        Assert.Equal(8, _repository.Files.Count(f => f.EndsWith("/evidence.json.gz", StringComparison.Ordinal)));
        Assert.Equal((reason, reason == Reasons.PushRefused), (deliveries[^1].Failure!.Reason, deliveries[^1].Failure!.IsTerminal));
        Assert.Contains($"HTTP {status}", deliveries[^1].Failure!.Message, StringComparison.Ordinal);

        static GitRequest Large(string name, int bytes)
        {
            var content = new byte[bytes];
            new Random(name.Length + name[^1]).NextBytes(content);
            var request = Worker.Request(name);
            return new GitRequest(request.Key, request.Path, request.Document, new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["evidence.json.gz"] = content });
        }
    }

    [Fact]
    public async Task A_rotated_password_works_at_once()
    {
        await using var server = await StartAsync();
        var options = Https(server);
        File.WriteAllText(options.Auth.PasswordFile!, "outdated-password");
        await using var worker = new Worker(options);
        var refused = Assert.Single(await worker.PublishAsync(Worker.Request()));

        File.WriteAllText(options.Auth.PasswordFile!, Password + "\n");
        var accepted = Assert.Single(await worker.PublishAsync(Worker.Request(text: "Again.")));

        Assert.Equal((Reasons.GitUnauthorized, false), (refused.Failure!.Reason, refused.Failure.IsTerminal));
        Assert.Equal("Git repository 'handbook': the server refuses the credentials: it asks for others", refused.Failure.Message);
        Assert.DoesNotContain("outdated-password", refused.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("git:outdated-password")), refused.Failure.Message, StringComparison.Ordinal);
        Assert.Null(accepted.Failure);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused()
    {
        await using var server = await StartAsync();
        var options = Https(server);
        options.CaFile = null;
        await using var worker = new Worker(options);

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Equal(Reasons.CertificateInvalid, delivery.Failure!.Reason);
        Assert.Equal(1, _repository.Commits);
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect()
    {
        List<string> received = [];
        await using var elsewhere = await FakeServer.StartAsync(context =>
        {
            received.Add(context.Request.Headers.Authorization.ToString());
            return Task.CompletedTask;
        });
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = new Uri(elsewhere.Url, context.Request.Path + context.Request.QueryString.ToString()).ToString();
            return Task.CompletedTask;
        });
        var options = Worker.Options(server.Url + "handbook.git");
        options.Auth = new GitAuthOptions { PasswordFile = Write("password", Password) };
        await using var worker = new Worker(options);

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Equal((Reasons.RepositoryMoved, true), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.Empty(received);
    }

    [Theory]
    [InlineData("Please sign in\n")]
    [InlineData("<!doctype html><title>Sign in</title>\n")]
    public async Task A_login_page_is_no_empty_repository(string page)
    {
        await using var server = await FakeServer.StartAsync(200, page);
        await using var worker = new Worker(Worker.Options(server.Url + "handbook.git"));

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request(revision: new string('a', 40))));

        Assert.Equal(Reasons.NotAGitServer, delivery.Failure!.Reason);
        Assert.False(delivery.Failure.IsTerminal);
    }

    [Fact]
    public async Task Over_ssh_with_a_key_and_the_known_host_key()
    {
        using var server = new SshServer(_repository.Folder);
        await using var worker = new Worker(Ssh(server, server.ClientKey));

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Null(delivery.Failure);
        Assert.Equal(_repository.Tip, delivery.Revision);
    }

    [Fact]
    public async Task A_key_with_the_line_ends_of_Windows_and_the_mode_of_a_mounted_Secret_works()
    {
        using var server = new SshServer(_repository.Folder);
        var key = Write("mounted", File.ReadAllText(server.ClientKey).ReplaceLineEndings("\r\n").TrimEnd());
        BareRepository.SetMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using var worker = new Worker(Ssh(server, key));

        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request())).Failure);
    }

    [Fact]
    public async Task Another_host_key_is_refused()
    {
        using var server = new SshServer(_repository.Folder);
        server.WriteKnownHosts("stranger");
        await using var worker = new Worker(Ssh(server, server.ClientKey));

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Equal((Reasons.HostKeyInvalid, true), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.StartsWith("Git repository 'handbook': the server's host key is not the one in known_hosts (knownHostsFile): ", delivery.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Offending", delivery.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("remove with", delivery.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _repository.Commits);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_and_one_that_is_none_are_told_apart()
    {
        using var server = new SshServer(_repository.Folder);
        await using var stranger = new Worker(Ssh(server, server.StrangerKey));
        await using var broken = new Worker(Ssh(server, Write("broken", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")));

        Assert.Equal(Reasons.GitUnauthorized, Assert.Single(await stranger.PublishAsync(Worker.Request())).Failure!.Reason);
        Assert.Equal(Reasons.SSHKeyInvalid, Assert.Single(await broken.PublishAsync(Worker.Request())).Failure!.Reason);
    }

    [Fact]
    public async Task Commits_are_signed_if_there_is_a_key()
    {
        using var server = new SshServer(_repository.Folder);
        var options = Worker.Options(_repository.Path);
        options.SigningKeyFile = server.ClientKey;
        options.Committer = new GitCommitterOptions { Name = "Operator", Email = "operator@example.com" };
        await using var worker = new Worker(options);

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Null(delivery.Failure);
        var signers = Write("signers", $"operator@example.com {File.ReadAllText(server.ClientKey + ".pub")}");
        Assert.Equal("G", BareRepository.Git("-C", _repository.Path, "-c", $"gpg.ssh.allowedSignersFile={signers}", "log", "-1", "--format=%G?", delivery.Revision!).Trim());
    }

    [Fact]
    public async Task No_secret_is_in_a_command_line()
    {
        var go = Path.Combine(_repository.Folder, "go");
        _repository.Hook("pre-receive", $"while [ ! -e {go} ]; do sleep 0.05; done");
        await using var server = await StartAsync();
        await using var worker = new Worker(Https(server));

        var publishing = worker.PublishAsync(Worker.Request());
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (!publishing.IsCompleted)
        {
            seen.UnionWith(CommandLines(worker.Folder));
            if (seen.Any(c => c.Contains("send-pack", StringComparison.Ordinal)))
            {
                File.WriteAllText(go, "");
            }

            await Task.Yield();
        }

        await publishing;
        Assert.Contains(seen, c => c.Contains("push", StringComparison.Ordinal));
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"git:{Password}"));
        Assert.DoesNotContain(seen, c => c.Contains(Password, StringComparison.Ordinal) || c.Contains(pair, StringComparison.Ordinal));
    }

    public void Dispose() => _repository.Dispose();

    private static IEnumerable<string> CommandLines(string folder)
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                string line;
                try
                {
                    line = File.ReadAllText($"/proc/{process.Id}/cmdline").Replace('\0', ' ');
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    continue;
                }

                if (line.Contains(folder, StringComparison.Ordinal) || line.Contains("git-remote", StringComparison.Ordinal) || line.Contains("send-pack", StringComparison.Ordinal))
                {
                    yield return line;
                }
            }
        }
    }

    private async Task<FakeServer> StartAsync(long? mostBytes = null, int tooLarge = 413)
    {
        using var certificate = PrometheusFaultTests.SelfSigned("127.0.0.1");
        File.WriteAllText(Path.Combine(_repository.Folder, "ca.crt"), certificate.ExportCertificatePem());
        var backend = new HttpBackend(_repository.Folder, $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"git:{Password}"))}") { MostBytes = mostBytes, TooLarge = tooLarge };
        return await FakeServer.StartAsync(backend.AnswerAsync, X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null));
    }

    private GitRepositoryOptions Https(FakeServer server)
    {
        var options = Worker.Options(server.Url + "handbook.git");
        options.CaFile = Path.Combine(_repository.Folder, "ca.crt");
        options.Auth = new GitAuthOptions { PasswordFile = Write("password", Password + "\n") };
        return options;
    }

    private GitRepositoryOptions Ssh(SshServer server, string key)
    {
        var options = Worker.Options(server.Url(_repository.Path));
        options.Auth = new GitAuthOptions { SshKeyFile = key, KnownHostsFile = server.KnownHosts };
        return options;
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_repository.Folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
