using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core;
using Operator.Core.Documents;

namespace Operator.Publishing;

/// <summary>Publishes a document to the ConfigMap that the spec names.</summary>
internal static class ConfigMapPublisher
{
    public const string MarkdownKey = "postmortem.md";
    public const string HtmlKey = "postmortem.html";
    public const string StatusKey = "status.json";

    /// <summary>The ConfigMap's name, or null when the spec wants none.</summary>
    /// <exception cref="FailureException">The name is kept for something else.</exception>
    public static string? NameFor(PostMortem resource)
    {
        var output = resource.Spec.Outputs?.ConfigMap;
        if (output?.Enabled == false)
        {
            return null;
        }

        var owner = resource.Metadata.Name;
        var name = output?.Name ?? ChildNames.Document(owner);
        return name != ChildNames.Evidence(owner)
            ? name
            : throw new FailureException(
                Reasons.InvalidSpec, $"spec.outputs.configMap.name: {name} holds this resource's evidence; choose another name", isTerminal: true);
    }

    /// <summary>Writes the document, if it is not there already.</summary>
    /// <param name="configMaps">The resource's ConfigMaps.</param>
    /// <param name="name">From <see cref="NameFor"/>.</param>
    /// <param name="spec">What to write; null for the defaults.</param>
    /// <param name="document">The document.</param>
    /// <param name="figures">The figures for <c>status.json</c>: nothing that publishing itself changes.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public static Task PublishAsync(
        OwnedConfigMaps configMaps,
        string name,
        ConfigMapOutputSpec? spec,
        RenderedDocument document,
        PostMortemStatus figures,
        CancellationToken cancellationToken)
    {
        var data = Data(spec, document, figures);
        var content = new ConfigMapContent
        {
            Name = name,
            Labels = ChildLabels.Document,
            MadeOf = [document.Digest, string.Join(' ', data.Keys), data.GetValueOrDefault(StatusKey, "")],
            Data = DocumentFit.Fit(data, ConfigMapContent.MaxBytes),
        };
        return configMaps.EnsureAsync(content, cancellationToken);
    }

    private static SortedDictionary<string, string> Data(ConfigMapOutputSpec? spec, RenderedDocument document, PostMortemStatus figures)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var markdown = Wants(spec, DocumentFormat.Markdown);
        var html = Wants(spec, DocumentFormat.Html);
        if (markdown)
        {
            data[MarkdownKey] = document.Markdown;
        }

        if (html)
        {
            data[HtmlKey] = document.Html;
        }

        if (Wants(spec, DocumentFormat.Json))
        {
            data[StatusKey] = JsonSerializer.Serialize(figures, PostMortemJsonContext.Default.PostMortemStatus) + "\n";
        }

        foreach (var chart in markdown || html ? document.Charts : [])
        {
            data[chart.FileName] = chart.Svg;
        }

        return data;
    }

    private static bool Wants(ConfigMapOutputSpec? spec, DocumentFormat format) => spec?.Formats?.Contains(format) ?? true;
}
