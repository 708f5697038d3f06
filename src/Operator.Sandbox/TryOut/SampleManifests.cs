using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.TryOut;

/// <summary>What exists from the start, as files in a directory that goes with the program.</summary>
internal sealed partial class SampleManifests : IDisposable
{
    private const string Crd = "postmortems.yaml";
    private const string Ongoing = "ongoing.yaml";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] Samples = ["full.yaml", "manual.yaml", "minimal.yaml", Ongoing];

    private readonly string _directory = Directory.CreateTempSubdirectory("sandbox-").FullName;

    /// <summary>Writes what is asked for.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="ongoingMovedBy">By how much the ongoing sample's times are later than in its file; null leaves them.</param>
    /// <param name="repository">The Git repository that the samples are published to, too; null for none.</param>
    /// <returns>Paths of all files, those of the options among them.</returns>
    public IReadOnlyList<string> Write(SandboxOptions options, TimeSpan? ongoingMovedBy, string? repository)
    {
        if (options.ApiOnly)
        {
            return options.Manifests.Count > 0 ? options.Manifests : [Write(Crd, Text(Crd))];
        }

        var samples = options.WithSamples ? Samples.Select(s => Sample(s, ongoingMovedBy, repository)).ToList() : [];
        var namespaces = samples.Select(s => s.Metadata().TextAt("namespace")).OfType<string>().Distinct(StringComparer.Ordinal);
        return
        [
            Write(Crd, Text(Crd)),
            .. namespaces.Select(ns => Write($"namespace-{ns}.yaml", $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}}}}}\n")),
            .. samples.Select(s => Write($"{s.Metadata().TextAt("name")}.json", s.ToJsonString())),
            .. options.Manifests,
        ];
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static JsonObject Sample(string name, TimeSpan? ongoingMovedBy, string? repository)
    {
        var text = Text(name);
        if (name == Ongoing && ongoingMovedBy is { } by)
        {
            // A recording holds the days before its own incident, not those of the present month.
            text = Time().Replace(text, m => Moved(m.Value, by)).Replace("window: calendarMonth", "window: 30d", StringComparison.Ordinal);
        }

        // As kubectl apply would have created it, so that applying an edited file later is not a surprise.
        var sample = YamlDecoder.Decode(text)!.AsObject();
        if (repository is not null)
        {
            sample["spec"]!.AsObject().ObjectOrNew("outputs")["git"] = new JsonObject { ["repository"] = repository };
        }

        var applied = sample.ToJsonString();
        sample.Metadata().ObjectOrNew("annotations")[LastApplied] = applied + "\n";
        return sample;
    }

    private static string Moved(string time, TimeSpan by) =>
        (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) + by).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(SampleManifests).Assembly.GetManifestResourceStream($"Operator.Sandbox.{name}")!);
        return reader.ReadToEnd();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();
}
