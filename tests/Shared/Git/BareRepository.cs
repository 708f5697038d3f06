using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Operator.Testing.Git;

/// <summary>A bare repository on disk, and people who work with it.</summary>
public sealed class BareRepository : IDisposable
{
    public BareRepository(string? firstFile = "handbook.md")
    {
        Git("init", "--quiet", "--bare", "--initial-branch=main", Path);
        Git("-C", Path, "config", "uploadpack.allowFilter", "true");
        Git("-C", Path, "config", "http.receivepack", "true");
        if (firstFile is not null)
        {
            Commit("Begin", (firstFile, "# Handbook\n"));
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("postmortem-git-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "handbook.git");

    /// <summary>The newest commit.</summary>
    public string Tip => Git("-C", Path, "rev-parse", "main").Trim();

    /// <summary>How many commits the branch has.</summary>
    public int Commits => int.Parse(Git("-C", Path, "rev-list", "--count", "main"), CultureInfo.InvariantCulture);

    /// <summary>The paths of all files.</summary>
    public string[] Files => Git("-C", Path, "ls-tree", "-r", "--name-only", "-z", "main").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A file of the newest commit.</summary>
    public string Read(string path, string commit = "main") => Git("-C", Path, "show", $"{commit}:{path}");

    /// <summary>Whether the newest commit has a file.</summary>
    public bool Has(string path) => Files.Contains(path, StringComparer.Ordinal);

    /// <summary>A person's commit; a null text deletes the file.</summary>
    public string Commit(string message, params (string Path, string? Text)[] changes) => CommitOn("main", message, changes);

    /// <summary>Many commits of a person.</summary>
    public void CommitMany(int count)
    {
        var stream = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            stream.Append(CultureInfo.InvariantCulture, $"commit refs/heads/main\ncommitter Ann <ann@example.com> 1765700000 +0000\ndata 4\nMore\n{(i == 0 ? "from refs/heads/main^0\n" : "")}M 100644 inline more.md\ndata {$"{i}".Length}\n{i}\n");
        }

        Run(stream.ToString(), "-C", Path, "fast-import", "--quiet");
    }

    /// <summary>The commit of a certain person at a certain time.</summary>
    public string CommitBy(string author, long at, string message, params (string Path, string? Text)[] changes) => CommitOn("main", author, at, message, changes);

    /// <summary>A person's commit in a clone, signed with their ssh key if there is one, and pushed.</summary>
    public string CommitSigned(string author, string? key, string message, params (string Path, string Text)[] changes)
    {
        var folder = Directory.CreateTempSubdirectory("postmortem-clone-").FullName;
        Git("clone", "--quiet", Path, folder);
        foreach (var (path, text) in changes)
        {
            File.WriteAllText(System.IO.Path.Combine(folder, path), text);
        }

        var (name, email) = (author[..author.IndexOf(" <", StringComparison.Ordinal)], author[(author.IndexOf('<', StringComparison.Ordinal) + 1)..^1]);
        string[] signing = key is null ? [] : ["-c", "gpg.format=ssh", "-c", $"user.signingKey={key}"];
        Git(["-C", folder, "-c", $"user.name={name}", "-c", $"user.email={email}", .. signing, "commit", "--quiet", "--all", .. key is null ? Array.Empty<string>() : ["-S"], "-m", message]);
        Git("-C", folder, "push", "--quiet", "origin", "HEAD:main");
        Directory.Delete(folder, recursive: true);
        return Tip;
    }

    public string CommitOn(string branch, string message, params (string Path, string? Text)[] changes) => CommitOn(branch, "Ann <ann@example.com>", 1765700000, message, changes);

    private string CommitOn(string branch, string author, long at, string message, (string Path, string? Text)[] changes)
    {
        var stream = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"commit refs/heads/{branch}\nauthor {author} {at} +0000\ncommitter {author} {at} +0000\n"));
        stream.Append(CultureInfo.InvariantCulture, $"data {Encoding.UTF8.GetByteCount(message)}\n{message}\n");
        if (TryGit("-C", Path, "rev-parse", "--verify", "--quiet", branch) is { } parent)
        {
            stream.Append($"from {parent.Trim()}\n");
        }

        foreach (var (path, text) in changes)
        {
            stream.Append(text is null ? $"D {path}\n" : string.Create(CultureInfo.InvariantCulture, $"M 100644 inline {path}\ndata {Encoding.UTF8.GetByteCount(text)}\n{text}\n"));
        }

        Run(stream.ToString(), "-C", Path, "fast-import", "--quiet", "--force");
        return Git("-C", Path, "rev-parse", branch).Trim();
    }

    /// <summary>Gives the input of <c>fast-import</c> piece by piece.</summary>
    public void Import(Action<Stream> write)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", Path, "-c", "core.bigFileThreshold=1m", "fast-import", "--quiet"]) { UseShellExecute = false, RedirectStandardInput = true })!;
        write(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"git fast-import ended with exit code {process.ExitCode}");
        }
    }

    /// <summary>Puts something other than a file at a path.</summary>
    public void CommitEntry(string path, string mode, string content)
    {
        var data = mode == "160000" ? $"M {mode} {content} {path}\n" : $"M {mode} inline {path}\ndata {content.Length}\n{content}\n";
        Run($"commit refs/heads/main\ncommitter Ann <ann@example.com> 1765700000 +0000\ndata 1\nx\nfrom refs/heads/main^0\n{data}\n", "-C", Path, "fast-import", "--quiet");
    }

    /// <summary>Installs a hook, a script of sh.</summary>
    public void Hook(string name, string script)
    {
        var file = System.IO.Path.Combine(Path, "hooks", name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    public static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }
    }

    public static string Git(params string[] arguments) => Run(null, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string? TryGit(params string[] arguments)
    {
        try
        {
            return Git(arguments);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Run(string? input, params string[] arguments) => GitCommand.Run(input, arguments);
}
