using System.Globalization;
using Operator.Rendering.Templates;
using Operator.Tests.Architecture;
using Scriban.Runtime;

namespace Operator.Tests.Cli;

/// <summary>
/// The program as a process gives what its code gives within the tests. Compiled ahead, what is found by
/// reflection alone is not in it: these tests go where the program, a template or a library might look for types.
/// </summary>
public sealed class ProgramParityTests
{
    private const string Now = "2025-12-14T08:00:00Z";

    private static readonly string[] Values = ["\"b,a,é<1> 2\"", "[3,1,2]", "2.5", "{b: 1, a: {c: [true, null]}}"];

    private static readonly string[] Arguments = ["", " 1", " \",\"", " \"a\" \"b\""];

    [Theory]
    [InlineData("full", "p0-042")]
    [InlineData("ongoing", "p0-042-ongoing")]
    [InlineData("manual", null)]
    [InlineData("minimal", null)]
    public async Task Every_sample_is_the_same_document(string sample, string? evidence)
    {
        string[] saved = evidence is null ? [] : ["--evidence", RepositoryRoot.File("config", "samples", "evidence", $"{evidence}.evidence.json.gz")];

        var (document, error) = await BothAsync(["render", RepositoryRoot.File("config", "samples", $"{sample}.yaml"), .. saved, "--now", Now]);

        Assert.StartsWith("# Post-Mortem: ", document);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Every_function_of_templates_gives_the_same_text_or_error()
    {
        using var folder = new TemporaryFolder();
        var manifests = new List<string>();
        foreach (var (group, name) in Functions())
        {
            foreach (var call in Values.SelectMany(_ => Arguments, (value, argument) => $"{{{{ {value} | {group}.{name}{argument} }}}}"))
            {
                var id = manifests.Count.ToString(CultureInfo.InvariantCulture);
                folder.Write($"t{id}.md.scriban", call);
                manifests.Add($"apiVersion: postmortem.dev/v1alpha1\nkind: PostMortem\nmetadata: {{name: r{id}}}\nspec: {{title: T, severity: P2, services: [s], template: {{name: t{id}}}}}\n");
            }
        }

        Assert.InRange(manifests.Count, 1000, 5000);
        var (documents, errors) = ("", "");

        // As many as one file may hold.
        foreach (var part in manifests.Chunk(1000))
        {
            var file = folder.Write("part.yaml", string.Join("---\n", part));
            var (output, error) = await BothAsync(["render", file, "--templates", folder.Path, "--now", Now]);
            (documents, errors) = (documents + output, errors + error);
        }

        // Some of each: functions that take the arguments, and functions that refuse them.
        Assert.Contains("Rendered=False TemplateInvalid", errors);
        Assert.Contains("[b, ,, a", documents);
    }

    [Fact]
    public async Task Refusals_are_the_same()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("bad.yaml", """
            apiVersion: postmortem.dev/v1alpha1
            kind: PostMortem
            metadata: {name: bad}
            spec: {title: T, severity: SEV9, timeZone: Mars/Olympus, sumary: {}, slos: [{name: a, objective: "120"}], timestamps: {startedAt: noon}}
            """);

        var (output, error) = await BothAsync(["validate", file]);

        Assert.Contains("sumary", output + error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("render --no-such-flag")]
    [InlineData("crd")]
    public async Task So_is_what_the_command_line_says(string arguments) => await BothAsync(arguments.Split(' '));

    private static async Task<(string Output, string Error)> BothAsync(string[] arguments)
    {
        var within = await Cli.RunAsync(arguments);
        var process = await Cli.RunProcessAsync(arguments);

        Assert.Equal(within.Error, process.Error);
        // Help names the program, which within the tests is theirs.
        Assert.Equal(within.Output.Replace("Operator.Tests", "postmortem-operator", StringComparison.Ordinal), process.Output);
        Assert.Equal(within.ExitCode, process.ExitCode);
        return (within.Output, within.Error);
    }

    private static IEnumerable<(string Group, string Name)> Functions() =>
        from @group in TemplateFunctions.Shared
        where @group.Value is ScriptObject
        from function in (ScriptObject)@group.Value
        select (@group.Key, function.Key);
}
