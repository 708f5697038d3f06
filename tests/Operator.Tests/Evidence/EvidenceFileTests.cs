using System.IO.Compression;
using System.Text;
using Operator.Api;
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

        var file = EvidenceFile.Save(evidence);
        var replayed = EvidenceFile.Load(file, "evidence.json.gz");

        Assert.Equal(file, EvidenceFile.Save(replayed));
        Assert.Equal(EvidenceFile.Digest(evidence), EvidenceFile.Digest(replayed));
        var resource = new PostMortem { Spec = Spec };
        var (live, again) = (IncidentReportBuilder.Build(resource, evidence, SimulatedIncidents.Now), IncidentReportBuilder.Build(resource, replayed, SimulatedIncidents.Now));
        Assert.Equal(live.Slos[0].Budgets, again.Slos[0].Budgets);
        Assert.Equal(live.Slos[0].Series, again.Slos[0].Series);
        Assert.Equal(live.Durations, again.Durations);
    }

    [Fact]
    public async Task The_same_question_gives_the_same_evidence()
    {
        var first = await Collecting.CollectAsync(histories, Spec, SimulatedIncidents.Now);
        var second = await Collecting.CollectAsync(histories, Spec, SimulatedIncidents.Now);

        Assert.Equal(EvidenceFile.Digest(first), EvidenceFile.Digest(second));
    }

    [Fact]
    public void Evidence_of_a_newer_program_asks_for_a_newer_program()
    {
        var json = Text(Evidence()).Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);

        Assert.Contains("newer", Refused(Encoding.UTF8.GetBytes(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_that_was_changed_is_refused()
    {
        var json = Text(Evidence()).Replace("\"from a server\"", "\"from elsewhere\"", StringComparison.Ordinal);

        Assert.Contains("digest", Refused(Encoding.UTF8.GetBytes(json)).Message, StringComparison.Ordinal);
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
        var file = EvidenceFile.Save(Evidence());

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

        Assert.Contains("64 MiB", Refused(bomb.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Polishing_text_asks_for_no_new_evidence_and_another_query_does()
    {
        var digest = InputsDigest.Of(Spec);

        Assert.Equal(digest, InputsDigest.Of(Spec with { Title = "Better", Analysis = new AnalysisSpec { RootCause = "x" }, Timeline = [new() { At = SimulatedIncidents.Now, Type = TimelineEntryType.Note, Event = "n" }] }));
        Assert.NotEqual(digest, InputsDigest.Of(Spec with { TimeZone = "Europe/Moscow" }));
        Assert.NotEqual(digest, InputsDigest.Of(Spec with { Slos = [Spec.Slos[0] with { Window = "28d" }] }));
    }

    private static EvidenceException Refused(byte[] file)
    {
        var e = Assert.Throws<EvidenceException>(() => EvidenceFile.Load(file, "evidence.json.gz"));
        Assert.Equal(Reasons.EvidenceInvalid, e.Reason);
        Assert.StartsWith("evidence.json.gz ", e.Message, StringComparison.Ordinal);
        return e;
    }

    private static IncidentEvidence Evidence() => new() { CollectedAt = SimulatedIncidents.Now, Warnings = ["from a server"] };

    private static string Text(IncidentEvidence evidence)
    {
        using var gzip = new GZipStream(new MemoryStream(EvidenceFile.Save(evidence)), CompressionMode.Decompress);
        return new StreamReader(gzip).ReadToEnd();
    }
}
