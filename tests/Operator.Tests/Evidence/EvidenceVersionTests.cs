using Operator.Core.Documents.Charts;
using Operator.Core.Reports;
using Operator.Evidence;
using Operator.Evidence.Inputs;
using Operator.Manifests;
using Operator.Reconciling;
using Operator.Tests.Architecture;
using Operator.Tests.Validation;
using Operator.Validation;

namespace Operator.Tests.Evidence;

/// <summary>A file of each version that was ever written, with the spec that it was collected for. They stay here for ever.</summary>
public sealed class EvidenceVersionTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<int, string> Versions => new()
    {
        { 1, "sha256:5b0a9d3e0fa19d23f93fb78429bab1a59204cc6efb941488724bf079a0f118f4" },
        { 2, "sha256:b5ae724a92dc824cae3d99a049b67522d340b1caa356629890f3d41015923ccb" },
    };

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_file_of_every_version_gives_the_figures_that_it_gave(int version, string digest)
    {
        var (resource, saved) = Load(version);

        Assert.Equal(digest, saved.Digest);
        var report = IncidentReportBuilder.Build(resource, EvidenceView.Of(resource.Spec, saved.Evidence), Now);
        Assert.Equal(TimeSpan.FromMinutes(12), report.Incident!.Value.End - report.Incident.Value.Start);
        Assert.Equal("EmailServiceDown", Assert.Single(report.Alerts).Name);
        var slo = Assert.Single(report.Slos);
        Assert.Equal(27.78, slo.Budget!.ConsumedPercent!.Value, 0.005);
        Assert.Equal(98.5, slo.SliAveragePercent!.Value, 0.001);
        Assert.Equal(500, report.Impact.AffectedUsers);
        Assert.NotEmpty(saved.Evidence.AllQueries());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_chart_of_a_file_of_every_version_has_the_panels_that_its_data_allow(int version, string digest)
    {
        var (resource, saved) = Load(version);

        Assert.Equal(digest, saved.Digest);
        var report = IncidentReportBuilder.Build(resource, EvidenceView.Of(resource.Spec, saved.Evidence), Now);
        var chart = Assert.Single(SliChartRenderer.RenderAll(report, "UTC")).Svg;
        Assert.Contains("Share of good events", chart);
        Assert.Contains("Failed events per second", chart);
        Assert.DoesNotContain("budget left", chart);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_a_status_said_was_frozen_stays_frozen_in_every_version(int version, string digest)
    {
        var (resource, saved) = Load(version);

        var evidence = EvidenceVersions.WithInputs(saved.Evidence, resource.Spec, frozen: true);

        Assert.Equal(digest, saved.Digest);
        Assert.True(EvidenceJudge.IsComplete(resource.Spec, JudgedEvidence.Judge(resource, evidence, Now)));
        Assert.All(evidence.Parts, p => Assert.NotEmpty(p.Queries));
    }

    [Fact]
    public void The_inputs_of_a_file_of_version_1_are_recognized()
    {
        var (resource, saved) = Load(1);

        Assert.NotNull(saved.Evidence.InputsDigest);
        Assert.Equal(saved.Evidence.InputsDigest, PartInputs.V1(resource.Spec));
    }

    [Fact]
    public void A_file_of_version_1_for_another_spec_is_asked_again()
    {
        var (resource, saved) = Load(1);
        var changed = resource with { Spec = resource.Spec with { Slos = [resource.Spec.Slos[0] with { Window = "7d" }] } };

        var evidence = EvidenceVersions.WithInputs(saved.Evidence, changed.Spec, frozen: true);

        Assert.False(EvidenceJudge.IsComplete(changed.Spec, JudgedEvidence.Judge(changed, evidence, Now)));
    }

    private static (Api.PostMortem Resource, SavedEvidence Saved) Load(int version)
    {
        string File(string name) => RepositoryRoot.File("tests", "Operator.Tests", "Evidence", "Versions", $"{version}", name);
        var manifest = System.IO.File.ReadAllText(File("postmortem.yaml"));
        var resource = Assert.Single(PostMortemFile.Judge(ManifestReader.Read(manifest, "postmortem.yaml"), "postmortem.yaml", Judging.Settings).Resources);
        return (resource, EvidenceFile.Load(System.IO.File.ReadAllBytes(File("evidence.json.gz")), $"version {version}"));
    }
}
