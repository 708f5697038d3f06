using System.Text.Json.Nodes;
using System.Xml.Linq;
using Operator.EndToEnd.Tests.Support;

namespace Operator.Install.Tests.Releases;

/// <summary>THIRD-PARTY-NOTICES.txt names what is compiled into the program. <c>UPDATE_NOTICES=1</c> writes its list anew.</summary>
public sealed class NoticesTests
{
    private const string Begin = "Packages\n========\n";
    private const string End = "\n\nLicenses\n========\n";

    private static readonly string Notices = Path.Combine(RepositoryFiles.Root, "THIRD-PARTY-NOTICES.txt");

    [Fact]
    public void Every_package_in_the_program_is_named_with_its_licence_and_copyright()
    {
        var text = File.ReadAllText(Notices);
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var expected = string.Join("\n\n", Shipped().Select(Describe));
        if (Environment.GetEnvironmentVariable("UPDATE_NOTICES") == "1")
        {
            File.WriteAllText(Notices, text[..start] + expected + text[end..]);
        }

        Assert.Equal(expected, text[start..end]);
    }

    /// <summary>A licence's text must be there once for all that are under it.</summary>
    [Fact]
    public void The_text_of_every_licence_is_there()
    {
        var licences = File.ReadAllText(Notices).Split(End)[1];

        Assert.All(Shipped().Select(Licence).Append("MIT").Distinct(StringComparer.Ordinal), licence => Assert.Contains($"\n{licence}\n{new string('-', licence.Length)}\n", licences));
    }

    /// <summary>What the program is built from, without what only judges its source.</summary>
    internal static IEnumerable<(string Name, string Version)> Shipped()
    {
        var analysers = XDocument.Load(Path.Combine(RepositoryFiles.Root, "Directory.Build.props")).Descendants("PackageReference")
            .Where(r => (string?)r.Attribute("PrivateAssets") == "all").Select(r => (string)r.Attribute("Include")!).ToList();
        var locked = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "src", "Operator", "packages.lock.json")))!["dependencies"]!["net10.0"]!.AsObject();
        return locked
            .Where(p => (string?)p.Value!["type"] != "Project" && !analysers.Contains(p.Key, StringComparer.OrdinalIgnoreCase))
            .Select(p => (p.Key, (string)p.Value!["resolved"]!))
            .Where(p => Directory.Exists(Path.Combine(Folder(p), "lib")))
            .OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase);
    }

    private static string Describe((string Name, string Version) package)
    {
        var metadata = Metadata(package);
        return $"{package.Name}\n  {Licence(package)}\n  {Field(metadata, "copyright") ?? $"Copyright {Field(metadata, "authors")}"}\n  {Field(metadata, "projectUrl") ?? $"https://www.nuget.org/packages/{package.Name}"}";
    }

    private static string Licence((string Name, string Version) package) => Field(Metadata(package), "license") ?? "unknown";

    private static string? Field(XElement metadata, string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim();

    private static XElement Metadata((string Name, string Version) package) =>
        XDocument.Load(Path.Combine(Folder(package), $"{package.Name.ToLowerInvariant()}.nuspec")).Root!.Elements().Single(e => e.Name.LocalName == "metadata");

    private static string Folder((string Name, string Version) package)
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(cache, package.Name.ToLowerInvariant(), package.Version);
    }
}
