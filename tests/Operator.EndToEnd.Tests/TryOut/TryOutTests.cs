using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests.TryOut;

/// <summary>What the guide of the try-out program promises, done with kubectl.</summary>
public sealed partial class TryOutTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    private const string Ready = "--for=condition=Ready";

    private static readonly string[] InProduction = ["-n", "production"];

    [Fact]
    public async Task The_samples_become_ready_and_are_told_in_lines_and_columns()
    {
        foreach (var name in new[] { "p0-042", "p0-042-ongoing", "invoices-twice", "search-slow" })
        {
            await KubectlAsync("wait", Ready, $"pm/{name}", "--timeout=60s");
        }

        var table = await sandbox.KubectlAsync("get", "pm", "-A");
        Assert.Matches("(?m)^NAMESPACE +NAME +SEVERITY +SERVICES +PHASE +STATE +DURATION +BUDGET +ACTIONS +READY +AGE", table);
        Assert.Matches("(?m)^production +p0-042 +P0 +.*Draft +Resolved +12m +20.8% +0/6 +True ", table);
        Assert.Matches("(?m)^production +p0-042-ongoing +SEV1 +.*Ongoing +.*True ", table);
        Assert.Matches("(?m)^production +invoices-twice +SEV2 +.*Resolved +11h 20m +.*True ", table);
        await sandbox.LineAsync(l => l.EndsWith("production/p0-042  Ready=True Succeeded  Draft  Resolved  12m  budget 20.8%", StringComparison.Ordinal), "it tells of p0-042");
        Assert.DoesNotContain(sandbox.Lines, l => l.Contains("does not know this query", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_document_is_the_committed_example_but_for_when_and_where_it_was_measured()
    {
        await KubectlAsync("wait", Ready, "pm/p0-042", "--timeout=60s");

        var document = await KubectlAsync("get", "configmap", "p0-042-postmortem", "-o", "jsonpath={.data.postmortem\\.md}");
        var page = await KubectlAsync("get", "configmap", "p0-042-postmortem", "-o", "jsonpath={.data.postmortem\\.html}");

        var example = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "example", "postmortem.md"));
        Assert.Equal(Lasting(example), Lasting(document));
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_shows_what_happened()
    {
        await KubectlAsync("wait", Ready, "pm/p0-042", "--timeout=60s");

        var told = "";
        await Until.TrueAsync(
            async () => (told = await KubectlAsync("describe", "pm", "p0-042")).Contains("Published to ConfigMap production/p0-042-postmortem", StringComparison.Ordinal)
                && told[told.IndexOf("Events:", StringComparison.Ordinal)..].Contains("Succeeded", StringComparison.Ordinal),
            () => $"the event is shown: {told}");
    }

    [Fact]
    public async Task The_ongoing_incident_is_still_ongoing_when_it_is_looked_at_again()
    {
        await KubectlAsync("wait", "--for=condition=Resolved=False", "pm/p0-042-ongoing", "--timeout=60s");
        var started = await StartedAsync();

        await KubectlAsync("annotate", "pm", "p0-042-ongoing", "postmortem.dev/reconcile-at=again", "--overwrite");
        await Until.TrueAsync(
            async () => await KubectlAsync("get", "pm", "p0-042-ongoing", "-o", "jsonpath={.status.lastHandledReconcileAt}") == "again",
            () => "the token is echoed");

        Assert.Equal("Ongoing", await KubectlAsync("get", "pm", "p0-042-ongoing", "-o", "jsonpath={.status.summary.state}"));
        Assert.Equal(started, await StartedAsync());

        async Task<DateTimeOffset> StartedAsync() => DateTimeOffset.Parse(
            await KubectlAsync("get", "pm", "p0-042-ongoing", "-o", "jsonpath={.status.timestamps[?(@.name=='StartedAt')].time}"), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_file_of_ones_own_becomes_a_document_and_goes_again()
    {
        var file = Path.Combine(Path.GetDirectoryName(sandbox.Kubeconfig)!, "mine.yaml");
        await File.WriteAllTextAsync(file, """
            apiVersion: postmortem.dev/v1alpha1
            kind: PostMortem
            metadata: {name: mine, namespace: production}
            spec:
              title: A certificate had expired
              severity: P2
              services: [gateway]
              incident: {startedAt: 2026-02-03T04:00:00Z, detectedAt: 2026-02-03T04:10:00Z, resolvedAt: 2026-02-03T05:30:00Z}
            """);

        await sandbox.KubectlAsync("apply", "-f", file);
        await KubectlAsync("wait", Ready, "pm/mine", "--timeout=60s");
        Assert.Contains("A certificate had expired", await KubectlAsync("get", "configmap", "mine-postmortem", "-o", "jsonpath={.data.postmortem\\.md}"), StringComparison.Ordinal);
        await KubectlAsync("delete", "pm", "mine");

        await sandbox.LineAsync(l => l.EndsWith("production/mine  deleted", StringComparison.Ordinal), "it tells of the deletion");
        await Until.TrueAsync(async () => !(await KubectlAsync("get", "configmaps")).Contains("mine-postmortem", StringComparison.Ordinal), () => "the document is collected");
    }

    [Fact]
    public async Task The_samples_are_published_to_a_repository_whose_path_and_log_it_prints()
    {
        await KubectlAsync("wait", Ready, "pm/p0-042", "--timeout=60s");

        var repository = await RepositoryAsync();
        await sandbox.LineAsync(l => Commit().IsMatch(l), "it tells of a commit");
        var log = BareRepository.Git("-C", repository, "log", "--stat=200", "--format=%an %s", "main");
        Assert.Matches("(?m)^postmortem-operator Publish (post-mortem production/|[0-9]+ post-mortems)", log);
        foreach (var file in new[] { "README.md", "evidence.json.gz", "sli-availability.svg", "status.json" })
        {
            Assert.Contains($" postmortems/2025/production/p0-042/{file} ", log, StringComparison.Ordinal);
        }

        // Each commit has its line.
        foreach (var id in BareRepository.Git("-C", repository, "log", "--format=%h", "main").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await sandbox.LineAsync(l => l.Contains($"  handbook  {id} ", StringComparison.Ordinal), $"it tells of commit {id}");
        }
    }

    /// <summary>The block of the guide, but for the path that it cannot know.</summary>
    [Fact]
    public async Task What_the_guide_edits_in_Git_stays_and_the_condition_says_so()
    {
        await KubectlAsync("wait", Ready, "pm/p0-042", "--timeout=60s");
        var folder = Directory.CreateTempSubdirectory("guide-").FullName;
        var guide = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "sandbox.md"));
        var block = guide[guide.IndexOf("## Read and edit it in Git", StringComparison.Ordinal)..].Split("```sh\n")[1].Split("```")[0];
        var commands = PrintedPath().Replace(block, await RepositoryAsync());
        Assert.NotEqual(block, commands);

        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in new[] { ("KUBECONFIG", sandbox.Kubeconfig), ("HOME", folder), ("GIT_AUTHOR_NAME", "Ann"), ("GIT_AUTHOR_EMAIL", "ann@example.com"), ("GIT_COMMITTER_NAME", "Ann"), ("GIT_COMMITTER_EMAIL", "ann@example.com") })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);

        Assert.True(process.ExitCode == 0, $"{output}\n{await error}");
        Assert.EndsWith("people have edited analysis; their text stays", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("The pool was much too small", BareRepository.Git("-C", await RepositoryAsync(), "show", "main:postmortems/2025/production/p0-042/README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_when_it_is_asked_to_and_leaves_nothing_behind()
    {
        await using var own = await SandboxProcess.StartAsync("--no-samples");
        Assert.Empty(await own.KubectlAsync("get", "pm", "-A"));

        var repository = await RepositoryAsync(own);
        Assert.True(Directory.Exists(repository));
        Assert.Equal(0, await own.TerminateAsync());
        Assert.False(File.Exists(own.Kubeconfig) || Directory.Exists(repository));
    }

    [Fact]
    public async Task An_api_server_alone_serves_the_kind_and_has_no_samples()
    {
        await using var own = await SandboxProcess.StartAsync("--api-only");
        Assert.Contains("postmortems.postmortem.dev", await own.KubectlAsync("get", "crd"), StringComparison.Ordinal);
        Assert.DoesNotContain("production", await own.KubectlAsync("get", "namespaces"), StringComparison.Ordinal);
        Assert.Equal(0, await own.TerminateAsync());
    }

    private Task<string> RepositoryAsync() => RepositoryAsync(sandbox);

    private static async Task<string> RepositoryAsync(SandboxProcess sandbox)
    {
        const string Words = "Git: documents are published to ";
        return (await sandbox.LineAsync(l => l.StartsWith(Words, StringComparison.Ordinal), "it says where the repository is"))[Words.Length..].Split(',')[0];
    }

    private Task<string> KubectlAsync(params string[] arguments) => sandbox.KubectlAsync([.. InProduction, .. arguments]);

    // Measured at another time, from another address; and what was due then is overdue by now.
    private static List<string> Lasting(string document) =>
        [.. document[..document.IndexOf("## How These Figures Were Measured", StringComparison.Ordinal)].Split('\n')
            .Where(l => !l.StartsWith("- **Prometheus Alerts:**", StringComparison.Ordinal) && !l.StartsWith("_As of ", StringComparison.Ordinal))
            .Select(l => l.Replace(" ⏰ **overdue**", "", StringComparison.Ordinal))];

    [GeneratedRegex("^[0-9:]{8}  handbook  [0-9a-f]{7,} postmortem-operator: Publish ", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Commit();

    [GeneratedRegex("/tmp/sandbox-git-\\w+/handbook.git", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PrintedPath();
}
