using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;

namespace Operator.Tests.Evidence;

public sealed class EvidenceFileTests(IncidentHistories histories)
{
    private static readonly PostMortemSpec Spec = Collecting.Spec() with
    {
        Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End },
        Slos = [Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d")],
    };

    [Fact]
    public async Task Replayed_evidence_gives_the_same_bytes_and_the_same_figures()
    {
        var evidence = await Collecting.CollectAsync(histories, Spec, SimulatedIncidents.Now);

        var saved = EvidenceFile.Save(evidence);
        var replayed = EvidenceFile.Load(saved.File, "evidence.json.gz");

        Assert.Equal((saved.Digest, saved.File), (replayed.Digest, replayed.File));
        Assert.Equal(saved.Digest, EvidenceFile.Save(replayed.Evidence).Digest);
        var resource = new PostMortem { Spec = Spec };
        var (live, again) = (IncidentReportBuilder.Build(resource, evidence, SimulatedIncidents.Now), IncidentReportBuilder.Build(resource, replayed.Evidence, SimulatedIncidents.Now));
        Assert.Equal(live.Slos[0].Budgets, again.Slos[0].Budgets);
        Assert.Equal(live.Slos[0].Series, again.Slos[0].Series);
        Assert.Equal(live.Durations, again.Durations);
    }

    [Fact]
    public async Task The_same_question_gives_the_same_evidence()
    {
        var first = await Collecting.CollectAsync(histories, Spec, SimulatedIncidents.Now);
        var second = await Collecting.CollectAsync(histories, Spec, SimulatedIncidents.Now);

        Assert.Equal(EvidenceFile.Save(first).Digest, EvidenceFile.Save(second).Digest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1000)]
    public void Whatever_is_saved_can_be_loaded(int sparse)
    {
        var saved = EvidenceFile.Save(new SampleValues { Sparse = sparse }.Of<IncidentEvidence>());

        var loaded = EvidenceFile.Load(saved.File, "evidence.json.gz");

        Assert.Equal(saved.Digest, EvidenceFile.Save(loaded.Evidence).Digest);
    }

    [Fact]
    public void Evidence_of_a_newer_program_asks_for_a_newer_program()
    {
        var json = Text(Evidence()).Replace("\"version\":2,\"digest\"", "\"version\":3,\"digest\"", StringComparison.Ordinal);

        var e = Refused(Encoding.UTF8.GetBytes(json), Reasons.EvidenceTooNew);

        Assert.Contains("newer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_that_was_changed_is_refused()
    {
        var json = Text(Evidence()).Replace("\"from a server\"", "\"from elsewhere\"", StringComparison.Ordinal);

        Assert.Contains("digest", Refused(Encoding.UTF8.GetBytes(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_this_program_does_not_know_makes_no_file_invalid()
    {
        var evidence = Text(Evidence());
        var content = evidence[evidence.IndexOf("\"evidence\":", StringComparison.Ordinal)..][11..^1].Replace("\"warnings\"", "\"added\":{\"later\":[1]},\"warnings\"", StringComparison.Ordinal);
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        var json = $"{{\"kind\":\"IncidentEvidence\",\"version\":2,\"digest\":\"{digest}\",\"evidence\":{content}}}";

        var loaded = EvidenceFile.Load(Encoding.UTF8.GetBytes(json), "evidence.json");

        Assert.Equal(digest, loaded.Digest);
        Assert.Equal(["from a server"], loaded.Evidence.Warnings);
    }

    [Fact]
    public void What_the_JSON_leaves_out_keeps_the_value_that_the_type_starts_with()
    {
        const string Least = """
            {"version":2,"collectedAt":"2025-12-14T07:00:00Z","alerts":[{"name":"a"}],"parts":[{"name":"alerts","inputs":"","collectedAt":"2025-12-14T07:00:00Z"}],
             "slos":[{"name":"s","kind":"Raw","window":{"start":"2025-12-14T07:00:00Z","end":"2025-12-14T08:00:00Z"},"windowSeconds":1,
                      "slices":[{"start":"2025-12-14T07:00:00Z","seconds":60}],"before":{}}],"impact":{}}
            """;

        var evidence = JsonSerializer.Deserialize(Least, EvidenceJsonContext.Default.IncidentEvidence)!;

        Assert.True(evidence.Slos[0].Slices[0].HasData);
        Assert.Equal((0, 0, 0), (evidence.Slos[0].MinuteSlices.Count, evidence.Slos[0].Series.Count, evidence.Slos[0].Notes.Count));
        Assert.Equal((0, 0, 0, 0), (evidence.Alerts[0].Labels.Count, evidence.Alerts[0].Firing.Count, evidence.Queries.Count, evidence.Warnings.Count));
        Assert.Equal((0, 0, 0), (evidence.Parts[0].Problems.Count, evidence.Parts[0].Queries.Count, evidence.Impact!.Problems.Count));
        Assert.NotEmpty(EvidenceFile.Save(evidence).File);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"collectedAt":null}""")]
    [InlineData("""{"collectedAt":"yesterday"}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","alerts":null}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","alerts":{}}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","warnings":[1]}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","source":{"serverVersion":"3"}}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","slos":[{"name":"s","kind":"Guess"}]}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public void Content_that_is_no_evidence_is_refused_even_with_the_right_digest(string content)
    {
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

        Refused(Encoding.UTF8.GetBytes($"{{\"kind\":\"IncidentEvidence\",\"version\":2,\"digest\":\"{digest}\",\"evidence\":{content}}}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"PostMortem\",\"version\":1,\"digest\":\"\",\"evidence\":{}}")]
    [InlineData("{\"kind\":\"IncidentEvidence\",\"version\":1,\"digest\":\"\",\"evidence\":{}}")]
    [InlineData("{\"kind\":\"IncidentEvidence\",\"version\":1,\"digest\":\"\",\"evidence\":null}")]
    public void Other_files_are_refused(string content) => Refused(Encoding.UTF8.GetBytes(content));

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var file = EvidenceFile.Save(Evidence()).File;

        // The last bytes are the end mark, checksum and length of gzip itself; without them the digest still vouches for the content.
        Assert.All(Enumerable.Range(0, file.Length - 12), length => Refused(file[..length]));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_explodes()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 100; i++)
            {
                gzip.Write(zeros);
            }
        }

        Assert.Contains("32 MiB", Refused(bomb.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_file_whose_digest_is_wrong_costs_no_more_memory_than_its_size()
    {
        const int Points = 400_000;
        var many = string.Join(',', Enumerable.Repeat("\"\",0,[[]]", Points));
        var json = $"{{\"kind\":\"IncidentEvidence\",\"version\":2,\"digest\":\"sha256:0\",\"evidence\":{{\"warnings\":[{many}]}}}}";
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        var packed = file.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(packed);

        // The buffer that grows by doubling, and little else.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5L * json.Length);
    }

    private static FailureException Refused(byte[] file, string reason = Reasons.EvidenceInvalid)
    {
        var e = Assert.Throws<FailureException>(() => EvidenceFile.Load(file, "evidence.json.gz"));
        Assert.Equal(reason, e.Reason);
        Assert.StartsWith("evidence.json.gz ", e.Message, StringComparison.Ordinal);
        return e;
    }

    private static IncidentEvidence Evidence() => new() { CollectedAt = SimulatedIncidents.Now, Warnings = ["from a server"] };

    private static string Text(IncidentEvidence evidence)
    {
        using var gzip = new GZipStream(new MemoryStream(EvidenceFile.Save(evidence).File), CompressionMode.Decompress);
        return new StreamReader(gzip).ReadToEnd();
    }
}
