using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Releases;

/// <summary>The bill of materials of the program.</summary>
public sealed class SbomTests
{
    [Fact]
    public async Task It_names_every_package_that_is_compiled_in_with_its_version()
    {
        var folder = Directory.CreateTempSubdirectory("sbom-").FullName;

        (await Command.RunAsync(Path.Combine(RepositoryFiles.Root, "eng", "sbom.sh"), [folder])).OutputOrFail();

        var sbom = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "sbom.cdx.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("CycloneDX", (string?)sbom["bomFormat"]);
        var components = sbom["components"]!.AsArray();
        var named = components.Select(c => $"{c!["name"]} {c["version"]}").Order(StringComparer.Ordinal).ToList();
        Assert.Superset(NoticesTests.Shipped().Select(p => $"{p.Name} {p.Version}").ToHashSet(StringComparer.Ordinal), named.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(named, n => n.StartsWith("Meziantou.", StringComparison.Ordinal) || n.StartsWith("Roslynator.", StringComparison.Ordinal));
    }
}
