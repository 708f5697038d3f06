using Operator.Core.Documents.Model;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>How figures were measured, as templates see it.</summary>
internal static class TemplateEvidenceObject
{
    public static ScriptObject From(EvidenceModel evidence) => new(StringComparer.Ordinal)
    {
        ["title"] = evidence.Title,
        ["source"] = evidence.Source,
        ["server_version"] = evidence.ServerVersion,
        ["collected_at"] = evidence.CollectedAt,
        ["digest"] = evidence.Digest,
        ["times"] = TemplateModelObject.List(evidence.Times, Time),
        ["counting"] = TemplateModelObject.List(evidence.Counting),
        ["queries"] = TemplateModelObject.List(evidence.Queries, Query),
    };

    private static ScriptObject Time(EvidenceTimeModel time) => new(StringComparer.Ordinal)
    {
        ["name"] = time.Name,
        ["time"] = time.Time,
        ["source"] = time.Source,
        ["within"] = time.Within,
    };

    private static ScriptObject Query(EvidenceQueryModel query) => new(StringComparer.Ordinal)
    {
        ["purpose"] = query.Purpose,
        ["expression"] = query.Expression,
        ["time"] = query.Time,
        ["result"] = query.Result,
        ["graph"] = query.Graph,
    };
}
