using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>
/// Runs git: arguments as a list, no shell, an environment of its own, and an end that takes every process with it that git has started.
/// </summary>
/// <param name="repository">The name of the repository, for messages.</param>
/// <param name="home">An empty folder for HOME.</param>
/// <param name="time">The clock of time-outs.</param>
internal sealed class GitProcess(string repository, string home, TimeProvider time)
{
    private const int LongestError = 16 << 10;

    /// <summary>Runs git to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables besides those that every run has. Secrets belong here, where other users of the machine cannot read them.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailureException">GitUnavailable: it took too long, or cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The caller gives up; nothing of git runs any more.</exception>
    public async Task<GitOutcome> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, ReadOnlyMemory<byte> input, TimeSpan limit, CancellationToken cancellationToken)
    {
        var mark = Guid.NewGuid().ToString("N");
        using var process = Start(arguments, environment, mark);
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var output = new MemoryStream();
        try
        {
            var error = new StringBuilder();
            await Task.WhenAll(
                FeedAsync(process, input, both.Token),
                process.StandardOutput.BaseStream.CopyToAsync(output, both.Token),
                ReadEndAsync(process.StandardError, error, both.Token));
            await process.WaitForExitAsync(both.Token);
            return new GitOutcome(process.ExitCode, output.ToArray(), error.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository}': git {arguments.FirstOrDefault(a => !a.StartsWith('-') && !a.Contains('='))} took longer than {limit.TotalSeconds:0} s and was ended");
        }
        finally
        {
            if (both.IsCancellationRequested)
            {
                GitProcessTree.Kill(process, mark);
            }
        }
    }

    private Process Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string mark)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
        start.Environment["HOME"] = home;
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment[GitProcessTree.MarkVariable] = mark;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository}': git cannot be started; is it installed, and is there memory for it?", inner: e);
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code tells why.
        }
    }

    private static async Task ReadEndAsync(StreamReader reader, StringBuilder text, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
            if (text.Length > LongestError)
            {
                text.Remove(0, text.Length - LongestError);
            }
        }
    }
}
