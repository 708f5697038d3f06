using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Facts;
using Operator.Rendering;

namespace Operator.Publishing;

/// <summary>Publishes a document to the ConfigMap that the spec names.</summary>
/// <param name="resource">The resource.</param>
/// <param name="configMaps">Its ConfigMaps; null to tell where the document would be, without a cluster.</param>
internal sealed class ConfigMapPublisher(PostMortem resource, OwnedConfigMaps? configMaps) : IPublisher
{
    public const string Type = "ConfigMap";
    public const string MarkdownKey = "postmortem.md";
    public const string HtmlKey = "postmortem.html";
    public const string StatusKey = "status.json";

    // Markdown and page side by side, with room for figures and charts.
    private const int LargestPart = 400 << 10;
    private const int LargestWhole = ConfigMapContent.MaxBytes - (200 << 10);

    private string Namespace => resource.Metadata.NamespaceProperty;

    /// <inheritdoc/>
    public bool IsWanted => Name() is not null;

    /// <inheritdoc/>
    public async Task<Publication?> PublishAsync(PublishedDocument document, CancellationToken cancellationToken)
    {
        var name = Name();
        if (configMaps is not null)
        {
            if (name is not null)
            {
                await configMaps.EnsureAsync(Content(name, document), cancellationToken);
            }

            await configMaps.RemoveOthersAsync(name, cancellationToken);
        }

        return name is null ? null : new Publication(Type, $"{Namespace}/{name}", PublicationState.Delivered);
    }

    private string? Name()
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

    private ConfigMapContent Content(string name, PublishedDocument published)
    {
        var document = published.Document;
        if (!Utf8Size.Fits([document.Markdown, document.Html, .. document.Charts.Select(c => c.Svg)], LargestWhole))
        {
            document = published.Smaller(LargestPart);
        }

        var data = Data(document, published.Figures);
        var fitting = DocumentFit.Fit(data, ConfigMapContent.MaxBytes);
        var rest = published.Rest is { } record ? (record with { Keys = ConfigMapFacts.KeysText(fitting.Keys) }).ToString() : null;
        return new ConfigMapContent
        {
            Name = name,
            Labels = ChildLabels.Document,
            Annotations = rest is null ? [] : new SortedDictionary<string, string>(StringComparer.Ordinal) { [PostMortemAnnotations.Rest] = rest },
            MadeOf = [document.Digest, string.Join(' ', data.Keys), data.GetValueOrDefault(StatusKey, ""), rest ?? ""],
            Data = fitting,
        };
    }

    private SortedDictionary<string, string> Data(RenderedDocument document, PostMortemStatus figures)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var markdown = Wants(DocumentFormat.Markdown);
        var html = Wants(DocumentFormat.Html);
        if (markdown)
        {
            data[MarkdownKey] = document.Markdown;
        }

        if (html)
        {
            data[HtmlKey] = document.Html;
        }

        if (Wants(DocumentFormat.Json))
        {
            data[StatusKey] = JsonSerializer.Serialize(figures, PostMortemJsonContext.Default.PostMortemStatus) + "\n";
        }

        foreach (var chart in markdown || html ? document.Charts : [])
        {
            data[chart.FileName] = chart.Svg;
        }

        return data;
    }

    private bool Wants(DocumentFormat format) => resource.Spec.Outputs?.ConfigMap?.Formats?.Contains(format) ?? true;
}
