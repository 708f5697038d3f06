using System.Net;
using System.Net.Sockets;
using Operator.Tests.Architecture;
using Operator.Tests.Evidence;
using Operator.Tests.TestData;
using Operator.Tests.Validation;

namespace Operator.Tests.Cli;

public sealed class RenderTests(IncidentHistories histories)
{
    private static readonly string Full = RepositoryRoot.File("config", "samples", "full.yaml");
    private static readonly string Manual = RepositoryRoot.File("config", "samples", "manual.yaml");
    private static readonly string Minimal = RepositoryRoot.File("config", "samples", "minimal.yaml");
    private const string Now = "2025-12-14T08:00:00Z";

    [Fact]
    public async Task A_measured_incident_becomes_the_documented_files_and_is_replayed_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        var measured = await Cli.RunAsync(["render", Full, "--prometheus-url", (await histories.UrlAsync()).ToString(), "--now", Now, "--out", folder.File("a"), "--save-evidence", folder.File("e.gz")]);
        var replayed = await Cli.RunAsync(["render", Full, "--evidence", folder.File("e.gz"), "--now", Now, "--out", folder.File("b")]);

        Assert.Equal((0, "", 0, ""), (measured.ExitCode, measured.Error, replayed.ExitCode, replayed.Error));
        Assert.Equal(
            ["evidence.json.gz", "postmortem.html", "postmortem.md", "sli-availability.svg", "status.json"],
            Directory.GetFiles(folder.File("a/p0-042")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder.File("a/p0-042")), f =>
            Assert.Equal(File.ReadAllBytes(f), File.ReadAllBytes(folder.File($"b/p0-042/{Path.GetFileName(f)}"))));
        var markdown = await File.ReadAllTextAsync(folder.File("a/p0-042/postmortem.md"));
        Assert.Contains("TTD: 2m 15s", markdown);
        Assert.Contains("MTTR: 9m 45s", markdown);
        Assert.Contains("**Total Duration:** 12 minutes", markdown);
        Assert.Contains("from=1765695600000&to=1765696320000", markdown.Replace("&amp;", "&"));
    }

    [Theory]
    [InlineData("manual.yaml")]
    [InlineData("minimal.yaml")]
    public async Task Without_anything_to_ask_no_Prometheus_is_needed(string sample)
    {
        var run = await Cli.RunAsync(["render", RepositoryRoot.File("config", "samples", sample)]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("# Post-Mortem: ", run.Output);
    }

    [Fact]
    public async Task Alerts_without_a_Prometheus_are_a_no_and_a_document_all_the_same()
    {
        var run = await Cli.RunAsync(["render", Full, "--now", Now]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("p0-042: EvidenceCollected=False NotConfigured: ", run.Error);
        Assert.StartsWith("# Post-Mortem: Email service outage", run.Output);
    }

    [Fact]
    public async Task A_refused_connection_is_told_and_the_document_still_written()
    {
        using var folder = new TemporaryFolder();
        var run = await Cli.RunProcessAsync(["render", Full, "--prometheus-url", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--now", Now, "--out", folder.Path]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("p0-042: EvidenceCollected=False PrometheusUnavailable: ", run.Error);
        Assert.Equal(["postmortem.html", "postmortem.md", "status.json"], Directory.GetFiles(folder.File("p0-042")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Contains("could not be read, because Prometheus could not be reached:", await File.ReadAllTextAsync(folder.File("p0-042/postmortem.md")));
        Assert.Contains("\"reason\": \"PrometheusUnavailable\"", await File.ReadAllTextAsync(folder.File("p0-042/status.json")));
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "PrometheusUnauthorized")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "PrometheusUnauthorized")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "PrometheusNotFound")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", "PrometheusNotFound")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "ResponseInvalid")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{", "ResponseTooLarge")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":", "PrometheusUnavailable")]
    [InlineData(null, "PrometheusTimeout")]
    public async Task A_fault_of_the_server_has_its_reason(string? answer, string reason)
    {
        using var folder = new TemporaryFolder();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var serving = ServeAsync(server, answer, stop.Token);
        var config = folder.Write("c.yaml", $"prometheus: {{sources: [{{name: default, url: 'http://{server.LocalEndpoint}', timeout: 1s}}]}}");

        var run = await Cli.RunAsync(["render", Full, "--config", config, "--now", Now]);
        await stop.CancelAsync();
        await serving;

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"p0-042: EvidenceCollected=False {reason}: ", run.Error);
        Assert.StartsWith("# Post-Mortem: ", run.Output);
    }

    [Fact]
    public async Task Several_resources_keep_their_evidence_in_a_folder()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("two.yaml", await File.ReadAllTextAsync(Full) + "---\n" + await File.ReadAllTextAsync(Manual));
        var measured = await Cli.RunAsync(["render", file, "--prometheus-url", (await histories.UrlAsync()).ToString(), "--now", Now, "--save-evidence", folder.File("e"), "--format", "json"]);
        var replayed = await Cli.RunAsync(["render", file, "--evidence", folder.File("e"), "--now", Now, "--format", "json"]);

        Assert.Equal((0, ""), (measured.ExitCode, measured.Error));
        Assert.Equal(["invoices-twice.evidence.json.gz", "p0-042.evidence.json.gz"], Directory.GetFiles(folder.File("e")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(measured, replayed);
    }

    [Fact]
    public async Task Evidence_of_another_question_is_warned_about()
    {
        using var folder = new TemporaryFolder();
        await Cli.RunAsync(["render", Manual, "--save-evidence", folder.File("e.gz"), "--out", folder.Path]);

        var run = await Cli.RunAsync(["render", Minimal, "--evidence", folder.File("e.gz")]);

        Assert.StartsWith($"search-slow: warning: {folder.File("e.gz")} was collected before", run.Error);
    }

    [Theory]
    [InlineData("a\n{{ for x }}", "Rendered=False TemplateInvalid: template broken, line 2, column")]
    [InlineData("{{ nothing_like_it.at_all.really }}", "Rendered=False TemplateInvalid: template broken, line 1, column")]
    public async Task An_error_in_a_template_has_its_place(string template, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("broken.md.scriban", template);

        var run = await Cli.RunAsync(["render", "-", "--templates", folder.Path], Judging.Resource("template: {name: broken}"));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("a: " + expected, run.Error);

        await Cli.RunAsync(["render", "-", "--templates", folder.Path, "--out", folder.Path], Judging.Resource("template: {name: broken}"));
        Assert.Equal(["status.json"], Directory.GetFiles(folder.File("a")).Select(Path.GetFileName));
        var status = await File.ReadAllTextAsync(folder.File("a/status.json"));
        Assert.Contains("\"type\": \"Stalled\"", status);
        Assert.Contains("template broken, line ", status);
    }

    [Fact]
    public async Task Names_that_would_overwrite_each_other_are_refused()
    {
        var two = Judging.Resource("").Replace("name: a", "name: a\n  namespace: x") + "---\n" + Judging.Resource("");

        var run = await Cli.RunAsync(["render", "-", "--out", "/proc/never"], two);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("two resources are named a", run.Error);
    }

    [Fact]
    public async Task A_name_cannot_lead_out_of_the_folder()
    {
        using var folder = new TemporaryFolder();

        var run = await Cli.RunAsync(["render", "-", "--out", folder.File("out")], Judging.Resource("").Replace("name: a", "name: ../evil"));

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static async Task ServeAsync(TcpListener server, string? answer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var client = await server.AcceptTcpClientAsync(cancellationToken);
                _ = AnswerAsync(client, answer, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task AnswerAsync(TcpClient client, string? answer, CancellationToken cancellationToken)
    {
        using (client)
        {
            var stream = client.GetStream();
            _ = await stream.ReadAtLeastAsync(new byte[64 * 1024], 1, throwOnEndOfStream: false, cancellationToken);
            if (answer is null)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), cancellationToken);
        }
    }
}
