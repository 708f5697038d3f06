using Operator.Hosting;
using Operator.Prometheus;
using Operator.Publishing.Git;
using Operator.Rendering.Templates;
using Operator.Validation;

namespace Operator.Configuration;

/// <summary>What the operator's administrator decides. File, environment and flags have the same names.</summary>
public sealed class OperatorOptions
{
    /// <summary>Where evidence is read from.</summary>
    public PrometheusOptions Prometheus { get; set; } = new();

    /// <summary>Where templates are.</summary>
    public TemplateOptions Templates { get; set; } = new();

    /// <summary>The name of the cluster in files that are published to Git, of which no other cluster may have the same. Default: none; needed with repositories.</summary>
    public string? ClusterName { get; set; }

    /// <summary>The Git repositories that documents may be published to.</summary>
    public GitOptions Git { get; set; } = new();

    /// <summary>How the operator runs.</summary>
    public RunOptions Run { get; set; } = new();

    /// <summary>The source that a resource names.</summary>
    /// <param name="name">As in spec.prometheus.source.</param>
    /// <param name="url">A URL that takes the place of the configured one; the rest of the source's configuration stays.</param>
    /// <returns>The source; null when there is none and no URL either.</returns>
    internal PrometheusSourceOptions? Source(string name, string? url)
    {
        var source = Prometheus.Sources.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));
        if (url is not null)
        {
            source ??= new() { Name = name };
            source.Url = url;
        }

        return source;
    }

    /// <summary>What manifests are judged against.</summary>
    /// <param name="now">The moment after which times lie in the future.</param>
    /// <param name="config">The configuration's file; without one, any source may be named.</param>
    /// <param name="templates">The template directory of the command line; null for the configured one.</param>
    internal ValidationSettings ToValidationSettings(DateTimeOffset now, string? config, string? templates)
    {
        var directory = templates ?? Templates.Directory;
        return new()
        {
            Now = now,
            Sources = config is null ? null : [.. Prometheus.Sources.Select(s => s.Name)],
            Repositories = config is null ? null : [.. Git.Repositories.Select(r => r.Name)],
            Templates = directory is null && config is null ? null : [TemplateSource.DefaultName, .. Installed(directory)],
        };
    }

    private static IEnumerable<string> Installed(string? directory)
    {
        const string Extension = ".md.scriban";
        return System.IO.Directory.Exists(directory)
            ? System.IO.Directory.EnumerateFiles(directory, "*" + Extension).Select(f => Path.GetFileName(f)[..^Extension.Length]).Order(StringComparer.Ordinal)
            : [];
    }
}
