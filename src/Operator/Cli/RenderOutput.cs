using System.Text.Encodings.Web;
using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Configuration;
using Operator.Core.Documents;

namespace Operator.Cli;

/// <summary>Writes what was rendered: to standard output, or to files.</summary>
internal static class RenderOutput
{
    // Readable for people: status.json is not HTML.
    private static readonly PostMortemJsonContext Indented = new(new JsonSerializerOptions(PostMortemJsonContext.Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes one resource's document and status; the status alone where there is no document.</summary>
    /// <exception cref="UnusableException">A file cannot be written.</exception>
    public static void Write(PostMortem resource, OfflineResult result, RenderRequest request, Terminal terminal)
    {
        if (request.Out is not { } directory)
        {
            terminal.Output.Write(request.Format switch
            {
                DocumentFormat.Html => result.Document?.Html,
                DocumentFormat.Json => Json(result.Status),
                _ => result.Document?.Markdown,
            });
            return;
        }

        // A name is a DNS name by now and leads nowhere else.
        var folder = Path.Combine(directory, resource.Metadata.Name);
        Files.Write(Path.Combine(folder, "status.json"), Json(result.Status));
        if (result.Evidence is { Evidence.Source: not null } evidence)
        {
            Files.Write(Path.Combine(folder, "evidence.json.gz"), evidence.File);
        }

        if (result.Document is { } document)
        {
            Write(document, folder);
            terminal.Output.WriteLine(Path.Combine(folder, "postmortem.md"));
        }
    }

    private static void Write(RenderedDocument document, string folder)
    {
        Files.Write(Path.Combine(folder, "postmortem.md"), document.Markdown);
        Files.Write(Path.Combine(folder, "postmortem.html"), document.Html);
        foreach (var chart in document.Charts)
        {
            Files.Write(Path.Combine(folder, Path.GetFileName(chart.FileName)), chart.Svg);
        }
    }

    private static string Json(PostMortemStatus status) => JsonSerializer.Serialize(status, Indented.PostMortemStatus) + "\n";
}
