using Operator.EndToEnd.Tests.Support;

namespace Operator.Testing.Charts;

/// <summary>A real Helm, with folders of its own instead of the user's.</summary>
public sealed class Helm(string program)
{
    private static readonly string Home = Directory.CreateTempSubdirectory("helm-").FullName;

    /// <summary>The chart.</summary>
    public static string Chart { get; } = Path.Combine(RepositoryFiles.Root, "charts", "postmortem-operator");

    /// <summary>Both of them: 3 and 4.</summary>
    public static TheoryData<int> Versions => [3, 4];

    public static Helm Of(int version) => new(version == 3 ? Tools.Helm3 : Tools.Helm4);

    public Task<CommandResult> RunAsync(string[] arguments, string? kubeconfig = null) => Command.RunAsync(program, arguments, new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["HELM_CACHE_HOME"] = Path.Combine(Home, "cache"),
        ["HELM_CONFIG_HOME"] = Path.Combine(Home, "config"),
        ["HELM_DATA_HOME"] = Path.Combine(Home, "data"),
        ["KUBECONFIG"] = kubeconfig ?? Path.Combine(Home, "no-cluster"),
    });

    /// <summary>Renders the chart, without a cluster.</summary>
    /// <param name="values">A file of values, or null.</param>
    /// <param name="release">The release's name.</param>
    /// <param name="ns">The release's namespace.</param>
    /// <param name="chart">Another chart.</param>
    /// <param name="arguments">Further arguments.</param>
    public Task<CommandResult> TemplateAsync(string? values = null, string release = "pm", string ns = "sre", string? chart = null, params string[] arguments) =>
        RunAsync(["template", release, chart ?? Chart, "--namespace", ns, .. values is null ? Array.Empty<string>() : ["--values", values], .. arguments]);

    /// <summary>What the chart renders to.</summary>
    public async Task<Rendered> RenderAsync(string? values = null, string release = "pm", string ns = "sre", string? chart = null, params string[] arguments) =>
        Rendered.Parse((await TemplateAsync(values, release, ns, chart, arguments)).OutputOrFail());

    /// <summary>What it renders to with values as YAML.</summary>
    public async Task<Rendered> RenderTextAsync(string values, string release = "pm", string ns = "sre", params string[] arguments) =>
        await RenderAsync(ValueFile(values), release, ns, null, arguments);

    /// <summary>A file with values.</summary>
    public static string ValueFile(string values)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("values-").FullName, "values.yaml");
        File.WriteAllText(path, values);
        return path;
    }
}
