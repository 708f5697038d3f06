using System.Globalization;
using Operator.Core.Documents.Model;
using Operator.Core.Evidence;

namespace Operator.Core.Documents;

/// <summary>Where the figures come from. In UTC throughout: it is read next to a server's log.</summary>
internal static class EvidenceSection
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static EvidenceModel Build(DocumentContext context)
    {
        if (context.Evidence is not { Source: { } source } evidence)
        {
            return new EvidenceModel();
        }

        return new EvidenceModel
        {
            Source = MarkdownText.Escape(source.Name),
            ServerVersion = source.ServerVersion is { Length: > 0 } version ? MarkdownText.Escape(version) : null,
            CollectedAt = Time(evidence.CollectedAt),
            Digest = context.Options.EvidenceDigest is { } digest ? MarkdownText.Code(digest) : null,
            Queries = [.. evidence.AllQueries().Select(q => new EvidenceQueryModel
            {
                Purpose = MarkdownText.Escape(q.Purpose),
                Expression = MarkdownText.Code(q.Expression),
                Time = When(q),
            })],
        };
    }

    private static string When(EvidenceQuery query) => query.From is { } from
        ? $"{Time(from)} to {Time(query.Time)}, every {FigureText.Duration(TimeSpan.FromSeconds(query.StepSeconds ?? 0))}"
        : $"at {Time(query.Time)}";

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture);
}
