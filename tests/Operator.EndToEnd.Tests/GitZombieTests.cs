using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests;

/// <summary>The operator as the first process of a container, where nobody else collects what it started.</summary>
public sealed class GitZombieTests : GitTestBase
{
    private const int Fetches = 100;
    private const int RepositoriesOfAKind = 15;

    private static readonly string[] AsFirstProcess = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];

    /// <summary>A server that accepts connections and never says anything: each fetch over http and ssh is ended with all its processes.</summary>
    [Fact]
    public async Task A_hundred_fetches_that_are_cancelled_leave_no_process_behind()
    {
        using (var attempt = Process.Start(AsFirstProcess[0], [.. AsFirstProcess[1..], "true"]))
        {
            await attempt.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(attempt.ExitCode == 0, "This machine lets nobody make a process namespace.");
        }

        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        ConcurrentBag<TcpClient> accepted = [];
        var accepting = AcceptAsync(server, accepted);
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var key = SshKeys.Create(Repository.Folder, "client");
        var hosts = Path.Combine(Repository.Folder, "known_hosts");
        await File.WriteAllTextAsync(hosts, $"[127.0.0.1]:{port} {SshKeys.Public(key)}\n", TestContext.Current.CancellationToken);
        var configuration = Configuration();
        for (var i = 0; i < 2 * RepositoriesOfAKind; i++)
        {
            var prefix = $"POSTMORTEM__GIT__REPOSITORIES__{i}__";
            configuration[prefix + "NAME"] = $"silent-{i}";
            configuration[prefix + "URL"] = i < RepositoriesOfAKind ? $"http://127.0.0.1:{port}/{i}.git" : $"ssh://git@127.0.0.1:{port}/{i}.git";
            configuration[prefix + "TIMEOUT"] = "1s";
            configuration.Remove(prefix + "BRANCH");
            if (i >= RepositoriesOfAKind)
            {
                configuration[prefix + "AUTH__SSHKEYFILE"] = key;
                configuration[prefix + "AUTH__KNOWNHOSTSFILE"] = hosts;
            }
        }

        await using var world = await CreateAsync();
        await using var process = world.StartOperatorProcess(environment: configuration, under: AsFirstProcess);
        for (var i = 0; i < 2 * RepositoriesOfAKind; i++)
        {
            await world.ApplyAsync($"pm-{i}", Specs.With(Specs.Manual, $"\"interval\":\"10s\",\"outputs\":{{\"git\":{{\"repository\":\"silent-{i}\"}}}}"));
        }

        var mostZombies = 0;
        await Until.TrueAsync(
            () =>
            {
                mostZombies = Math.Max(mostZombies, Children(process.Id).Count(c => c.State == 'Z'));
                return Task.FromResult(accepted.Count >= Fetches || process.HasExited);
            },
            () => $"{Fetches} fetches are ended, of which there were {accepted.Count}; {process.Log}");
        Assert.False(process.HasExited, process.WholeLog);

        // One that was killed in this very moment is collected in the next.
        await Until.TrueAsync(() => Task.FromResult(Children(process.Id).All(c => c.State != 'Z')), () => $"no zombie is left of {string.Join(' ', Children(process.Id))}");
        Assert.InRange(mostZombies, 0, 2 * RepositoriesOfAKind);
        server.Stop();
        await accepting;
    }

    private static async Task AcceptAsync(TcpListener server, ConcurrentBag<TcpClient> accepted)
    {
        try
        {
            while (true)
            {
                accepted.Add(await server.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
        finally
        {
            foreach (var client in accepted)
            {
                client.Dispose();
            }
        }
    }

    /// <summary>All processes below one, by their parents.</summary>
    private static List<(string Name, char State)> Children(int root)
    {
        Dictionary<int, (int Parent, string Name, char State)> all = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                // pid (name) state parent …
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var end = stat.LastIndexOf(')');
                var fields = stat[(end + 2)..].Split(' ');
                all[int.Parse(Path.GetFileName(folder), null)] = (int.Parse(fields[1], null), stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end], fields[0][0]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone.
            }
        }

        return [.. all.Where(p => IsBelow(p.Key)).Select(p => (p.Value.Name, p.Value.State))];

        bool IsBelow(int id)
        {
            for (var steps = 0; steps < 20 && all.TryGetValue(id, out var process); steps++, id = process.Parent)
            {
                if (process.Parent == root)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
