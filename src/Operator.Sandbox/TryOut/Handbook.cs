using System.ComponentModel;
using System.Diagnostics;
using Operator.Publishing.Git;

namespace Operator.Sandbox.TryOut;

/// <summary>A bare Git repository that the operator publishes to, and what happens in it.</summary>
internal sealed class Handbook : IDisposable
{
    public const string Name = "handbook";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-git-").FullName;

    /// <summary>Where it is; null if there is none, because git is not installed.</summary>
    public string? Path { get; private set; }

    /// <summary>The operator's configuration for it.</summary>
    public GitOptions Options
    {
        get
        {
            var options = new GitOptions { Directory = System.IO.Path.Combine(_folder, "copies") };
            if (Path is { } path)
            {
                options.Repositories.Add(new GitRepositoryOptions { Name = Name, Url = path, PollInterval = TimeSpan.FromSeconds(2) });
            }

            return options;
        }
    }

    /// <summary>Makes the repository.</summary>
    /// <returns>False if git is not installed.</returns>
    public bool TryCreate()
    {
        var path = System.IO.Path.Combine(_folder, Name + ".git");
        if (Git("init", "--quiet", "--bare", "--initial-branch=main", path) is null)
        {
            return false;
        }

        Path = path;
        return true;
    }

    /// <summary>Tells of each new commit in a line, until it is told to end.</summary>
    public async Task FollowAsync(TimeProvider time, Action<string> say, CancellationToken cancellationToken)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        while (Path is { } path && !cancellationToken.IsCancellationRequested)
        {
            var log = Git("-C", path, "log", "--reverse", "--format=%h %an: %s", "main", "--") ?? "";
            foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(told.Add))
            {
                say($"{Name}  {line}");
            }

            await Task.Delay(BetweenLooks, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs git; null if it is not installed or fails.</summary>
    private static string? Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
