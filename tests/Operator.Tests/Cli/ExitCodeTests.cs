using Operator.Tests.Architecture;
using Operator.Tests.Validation;

namespace Operator.Tests.Cli;

/// <summary>0 fine, 1 the answer is no, 2 wrong usage or input that cannot be read; as a real process.</summary>
public sealed class ExitCodeTests
{
    private static readonly string Samples = RepositoryRoot.File("config", "samples");

    [Fact]
    public async Task Valid_files_are_fine()
    {
        var run = await Cli.RunProcessAsync(["validate", .. Directory.GetFiles(Samples, "*.yaml")]);

        Assert.Equal((0, "", "12 valid\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task An_invalid_document_is_a_no_with_file_line_and_field()
    {
        var run = await Cli.RunProcessAsync(["validate", "-"], Judging.Resource("sumary: {}"));

        Assert.Equal((1, "<stdin>:9: spec.sumary: is not a known field; did you mean summary?\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task The_definition_is_printed_as_it_is_committed()
    {
        var run = await Cli.RunProcessAsync(["crd"]);

        Assert.Equal((0, await File.ReadAllTextAsync(RepositoryRoot.File("config", "crd", "postmortems.yaml"))), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("validate: Required argument missing", "validate")]
    [InlineData("Required command was not provided", "")]
    [InlineData("Unrecognized command or argument 'rendr'", "rendr")]
    [InlineData("Unrecognized command or argument '--colour'", "crd --colour")]
    [InlineData("nowhere.yaml: cannot be read: there is no such file", "validate nowhere.yaml")]
    [InlineData("nowhere.yaml: cannot be read: there is no such file", "render nowhere.yaml")]
    [InlineData("/: cannot be read: it is a folder, or permission is denied", "validate /")]
    [InlineData("--now: 'yesterday' is not a time such as 2025-12-15T09:00:00Z", "render f --now yesterday")]
    [InlineData("--format: 'pdf' is not one of markdown, html, json", "render f --format pdf")]
    [InlineData("--workers: 'many' must be a whole number", "run --workers many")]
    [InlineData("--kube-api-qps: 'fast' must be a number", "run --kube-api-qps fast")]
    [InlineData("--prometheus-url and --evidence exclude each other", "render f --prometheus-url http://h --evidence e")]
    [InlineData("--prometheus-url: must be an absolute http or https URL", "render f --prometheus-url ftp://h")]
    [InlineData("--prometheus-url: must not contain a user or password", "render f --prometheus-url http://u:p@h")]
    [InlineData("nowhere.gz: cannot be read: there is no such file", "render MANUAL --evidence nowhere.gz")]
    [InlineData("MANUAL: EvidenceCollected=False EvidenceInvalid", "render MANUAL --evidence MANUAL")]
    [InlineData("cannot be written", "render MANUAL --out /proc/nowhere")]
    public async Task Wrong_usage_says_what_is_wrong(string expected, string commandLine)
    {
        var manual = Path.Combine(Samples, "manual.yaml");
        var run = await Cli.RunAsync([.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a == "MANUAL" ? manual : a)]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected.Replace("validate: ", "").Replace("MANUAL", "invoices-twice"), run.Error);
    }

    [Theory]
    [InlineData("--help", "postmortem-operator validate postmortem.yaml")]
    [InlineData("render --help", "--prometheus-url http://localhost:9090")]
    [InlineData("validate -h", "kubectl get pm p0-042 -o yaml | postmortem-operator validate -")]
    [InlineData("crd -?", "kubectl apply --server-side")]
    public async Task Help_shows_examples(string commandLine, string expected)
    {
        var run = await Cli.RunAsync(commandLine.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, run.Output);
    }

    [Fact]
    public async Task The_version_is_told()
    {
        var run = await Cli.RunAsync(["--version"]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("0.1.0", run.Output);
    }

    [Fact]
    public async Task What_is_no_YAML_cannot_be_read_and_the_rest_is_judged_all_the_same()
    {
        var run = await Cli.RunAsync(["validate", "-"], "a: [\n---\n" + Judging.Resource("interval: x"));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(2, run.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("<stdin>:11: spec.interval", run.Output);
    }
}
