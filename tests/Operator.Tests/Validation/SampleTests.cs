using System.Text.Json.Nodes;
using Operator.Crds;
using Operator.Manifests;
using Operator.Tests.Architecture;

namespace Operator.Tests.Validation;

public sealed class SampleTests
{
    public static TheoryData<string> Files => new(Directory.GetFiles(RepositoryRoot.File("config", "samples"), "*.yaml").Select(f => Path.GetFileName(f)));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sample_has_no_problem_and_no_warning(string file)
    {
        var judged = Judging.Judge(File.ReadAllText(RepositoryRoot.File("config", "samples", file)));

        Assert.Empty(judged.Problems);
        Assert.Single(judged.Resources);
    }

    [Fact]
    public void Together_the_samples_use_every_field()
    {
        var used = Files.SelectMany(f => ManifestReader.Read(File.ReadAllText(RepositoryRoot.File("config", "samples", f.Data)), f.Data).Documents)
            .SelectMany(d => Paths(d.Root["spec"]!, "spec"))
            .ToHashSet();

        Assert.Equal([], Known(CrdGenerator.Schema(null)["properties"]!["spec"]!.AsObject(), "spec").Except(used));
    }

    private static IEnumerable<string> Paths(ManifestNode node, string path) =>
        node.Fields.SelectMany(f => Paths(f.Value, $"{path}.{f.Key}"))
            .Concat(node.Items.SelectMany(i => Paths(i, path)))
            .Append(path);

    private static IEnumerable<string> Known(JsonObject schema, string path) =>
        (schema["properties"] as JsonObject ?? []).SelectMany(p => Known(p.Value!.AsObject(), $"{path}.{p.Key}"))
            .Concat(schema["items"] is JsonObject items ? Known(items, path) : [])
            .Append(path);
}
