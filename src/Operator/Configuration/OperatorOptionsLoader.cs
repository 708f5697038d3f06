using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Crds;
using Operator.Manifests;
using Operator.Prometheus;
using Operator.Publishing.Git;
using Operator.Validation;

namespace Operator.Configuration;

/// <summary>Reads the configuration from a file and the environment, and refuses what it does not know.</summary>
internal static class OperatorOptionsLoader
{
    private const long LongestFile = 1 << 20;

    /// <summary>Loads and validates.</summary>
    /// <param name="file">YAML or JSON; null for none.</param>
    /// <param name="environment">The environment; null for the process's.</param>
    /// <exception cref="UnusableException">Something is wrong; the message lists all of it.</exception>
    public static OperatorOptions Load(string? file, IDictionary? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariables();
        var overrides = EnvironmentOverrides.Find(environment);
        if (file is null && overrides.Count == 0)
        {
            return new();
        }

        var schema = StructuralSchema.Parse(new StructuralSchemaExporter(OptionsJsonContext.Default.Options, documentation: null).Export(typeof(OperatorOptions)));
        var problems = new List<string>();
        var json = file is null ? [] : ReadFile(file, schema, problems);
        foreach (var name in overrides)
        {
            EnvironmentOverrides.Apply(json, schema, name, environment[name] as string ?? "", problems);
        }

        var found = new List<string>();
        if (problems.Count == 0 && Bind(json, found) is { } options)
        {
            found.AddRange([.. PrometheusOptionsValidator.Validate(options.Prometheus), .. GitOptionsValidator.Validate(options.Git, options.ClusterName), .. options.Run.Validate().Select(p => $"run.{p}")]);
            if (found.Count == 0)
            {
                return options;
            }
        }

        problems.AddRange(found.Select(p => $"{Place(p, file, overrides)}: {p}"));
        throw new UnusableException(string.Join('\n', problems));
    }

    /// <summary>Where the field is set that a problem begins with.</summary>
    private static string Place(string problem, string? file, IReadOnlyList<string> overrides)
    {
        var variable = EnvironmentOverrides.NameOf(problem.Split(':')[0]);
        return overrides.FirstOrDefault(o => string.Equals(o, variable, StringComparison.OrdinalIgnoreCase)) is { } name ? $"environment variable {name}" : file ?? "environment";
    }

    private static JsonObject ReadFile(string file, StructuralSchema schema, List<string> problems)
    {
        var read = ManifestReader.Read(InputFile.Read(file, LongestFile), file);
        problems.AddRange(read.Problems.Select(p => p.ToString()));
        if (read.Documents.Count != 1)
        {
            if (problems.Count == 0 && read.Documents.Count > 1)
            {
                problems.Add($"{file}: has {read.Documents.Count} documents; a configuration is one");
            }

            return [];
        }

        var root = read.Documents[0].Root;
        new SchemaValidator((line, path, message) => problems.Add(new Problem(file, line, path, message).ToString())).Validate(root, schema, "");
        return problems.Count == 0 ? JsonNode.Parse(ManifestJson.Write(root).Span)!.AsObject() : [];
    }

    private static OperatorOptions? Bind(JsonObject json, List<string> problems)
    {
        try
        {
            return json.Deserialize(OptionsJsonContext.Default.OperatorOptions);
        }
        catch (JsonException e)
        {
            // Types were checked; what is left is a number that its field cannot hold.
            problems.Add($"{e.Path?.TrimStart('$', '.')}: {(e.Message.Contains(nameof(Int32), StringComparison.Ordinal) ? $"must be a whole number of at most {int.MaxValue}" : Quote.Short(e.Message))}");
            return null;
        }
    }
}
