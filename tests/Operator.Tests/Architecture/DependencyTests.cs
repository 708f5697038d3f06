using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Operator.Tests.Architecture;

/// <summary>The rules of the layout: references point one way, and a third party's types stay inside their adapter.</summary>
public sealed partial class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Operator.Api"] = [],
        ["Operator.Core"] = ["Operator.Api"],
        ["Operator.Runtime"] = [],
        ["Operator"] = ["Operator.Api", "Operator.Core", "Operator.Runtime"],
        ["Operator.Sandbox"] = ["Operator.Api", "Operator.Core", "Operator.Runtime", "Operator"],
    };

    public static TheoryData<string> Projects => new(Allowed.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_layout_allows(string project)
    {
        var file = XDocument.Load(RepositoryRoot.File("src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));

        Assert.Subset(Allowed[project].ToHashSet(StringComparer.Ordinal), references.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Operator.Api.dll", "Operator.Core", "Operator.Runtime", "Scriban.Signed", "Markdig")]
    [InlineData("Operator.Core.dll", "Operator.Runtime", "Scriban.Signed", "Markdig", "System.Net.Http", "System.Net.Sockets", "YamlDotNet")]
    [InlineData("Operator.Runtime.dll", "Operator.Api", "Operator.Core", "Scriban.Signed", "Markdig")]
    public void A_built_assembly_knows_nothing_of_what_lies_above_it(string assembly, params string[] forbidden)
    {
        var references = System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, assembly))
            .GetReferencedAssemblies().Select(a => a.Name!).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(references.Intersect(forbidden, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Octokit", "Publishing/GitHub")]
    [InlineData("Scriban", "Rendering")]
    [InlineData("Markdig", "Rendering")]
    [InlineData("System.CommandLine", "Cli")]
    [InlineData("YamlDotNet", "Manifests")]
    public void A_third_party_namespace_is_used_only_in_its_folder(string vendor, string folder)
    {
        var users = Directory.EnumerateFiles(RepositoryRoot.File("src", "Operator"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Where(f => UsingDirectives().Matches(File.ReadAllText(f))
                .Any(m => m.Groups["name"].Value.Split('.')[0] == vendor || m.Groups["name"].Value == vendor))
            .Select(f => Path.GetRelativePath(RepositoryRoot.File("src", "Operator"), f))
            .Where(f => !f.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .ToList();

        Assert.Empty(users);
    }

    [Fact]
    public void No_two_folders_of_the_operator_use_each_other()
    {
        var root = RepositoryRoot.File("src", "Operator");
        var uses = Directory.EnumerateDirectories(root)
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(file => (Folder: Path.GetFileName(folder), File: file)))
            .SelectMany(f => UsingDirectives().Matches(File.ReadAllText(f.File)).Select(m => (From: f.Folder, Name: m.Groups["name"].Value.Split('.'))))
            .Where(u => u.Name is ["Operator", _, ..] && u.Name[1] != u.From)
            .Select(u => (u.From, To: u.Name[1]))
            .ToHashSet();

        Assert.NotEmpty(uses);
        Assert.DoesNotContain(uses, u => uses.Contains((u.To, u.From)));
    }

    [GeneratedRegex(@"^using (static )?(?<name>[A-Za-z0-9_.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex UsingDirectives();
}
