using System.Text.Json;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Tests.Architecture;
using Operator.Tests.Evidence;

namespace Operator.Tests.Cli;

/// <summary>
/// The evidence next to the samples is what a real Prometheus answers, and the committed example is what it renders to.
/// With UPDATE_EXAMPLES=1 in the environment the files are written instead of compared.
/// </summary>
public sealed class ExampleTests(IncidentHistories histories)
{
    // What the documents link to, as if it were configured; the server of the test is nobody's.
    private const string ExternalUrl = "https://prometheus.example.com";

    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_EXAMPLES") is "1";

    [Theory]
    [InlineData("full", "p0-042", "2025-12-14T08:00:00Z")]
    [InlineData("ongoing", "p0-042-ongoing", "2025-12-14T07:08:00Z")]
    public async Task The_saved_evidence_is_what_Prometheus_answers(string sample, string name, string now)
    {
        using var folder = new TemporaryFolder();
        var run = await Cli.RunAsync(["render", Sample(sample), "--prometheus-url", (await histories.UrlAsync()).ToString(), "--now", now, "--out", folder.Path]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var measured = EvidenceFile.Load(await File.ReadAllBytesAsync(folder.File($"{name}/evidence.json.gz")), name).Evidence;
        measured = measured with { Source = measured.Source! with { ExternalUrl = ExternalUrl } };
        var saved = Evidence(name);
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(saved)!);
            await File.WriteAllBytesAsync(saved, EvidenceFile.Save(measured).File);
        }

        var kept = EvidenceFile.Load(await File.ReadAllBytesAsync(saved), saved).Evidence;
        Assert.Equal(Comparable(kept), Comparable(measured));
    }

    [Fact]
    public async Task The_committed_example_is_what_the_saved_evidence_renders_to()
    {
        using var folder = new TemporaryFolder();
        var run = await Cli.RunAsync(["render", Sample("full"), "--evidence", Evidence("p0-042"), "--out", folder.Path]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));

        foreach (var file in new[] { "postmortem.md", "postmortem.html", "sli-availability.svg", "status.json" })
        {
            var rendered = await File.ReadAllTextAsync(folder.File($"p0-042/{file}"));
            var committed = RepositoryRoot.File("docs", "example", file);
            if (Update)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(committed)!);
                await File.WriteAllTextAsync(committed, rendered);
            }

            Assert.True(
                string.Equals(rendered, await File.ReadAllTextAsync(committed), StringComparison.Ordinal),
                $"docs/example/{file} is out of date; run: UPDATE_EXAMPLES=1 dotnet run --project tests/Operator.Tests -- -class '*ExampleTests'");
        }
    }

    // Which build of Prometheus answered is not part of the incident, and which version of the form keeps it is not either.
    private static string Comparable(IncidentEvidence evidence) => JsonSerializer.Serialize(
        evidence with
        {
            Version = 0,
            InputsDigest = null,
            Source = evidence.Source! with { ServerVersion = null },
            Parts = [],
            Queries = [.. evidence.AllQueries()],
            Warnings = [.. evidence.AllWarnings()],
        },
        EvidenceJsonContext.Default.IncidentEvidence);

    private static string Sample(string name) => RepositoryRoot.File("config", "samples", name + ".yaml");

    private static string Evidence(string name) => RepositoryRoot.File("config", "samples", "evidence", name + ".evidence.json.gz");
}
