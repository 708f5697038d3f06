using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Impact;
using Operator.Core.Incidents;

namespace Operator.Core.Documents;

/// <summary>What became of data: what was lost, corrupted or exposed, and what people did about it.</summary>
internal static class DataSection
{
    /// <summary>Null when the incident is not about data, and nobody tells of any.</summary>
    public static DataModel? Build(DocumentContext context)
    {
        var (data, type) = (context.Spec.Impact?.Data, context.Spec.Type);
        if (data is null && !type.IsAboutData())
        {
            return null;
        }

        var times = Exposure.Of(context.Spec, context.Report.Timestamps);
        var isExposure = type == IncidentType.Security || (data is { Exposed: not null, Lost: null, Corrupted: null });
        return new DataModel
        {
            Heading = type switch
            {
                IncidentType.DataLoss when IsCorruption(data) => "Data Corruption",
                IncidentType.DataLoss => "Data Loss",
                IncidentType.Security => "Exposure and Response",
                _ => "Data",
            },
            Lost = DocumentModelBuilder.Markdown(data?.Lost),
            Corrupted = DocumentModelBuilder.Markdown(data?.Corrupted),
            Exposed = DocumentModelBuilder.Markdown(data?.Exposed),
            PeriodLabel = isExposure ? "Exposure" : IsCorruption(data) ? "Window Corrupted" : "Window Lost",
            Period = Period(context, times),
            Response = times.Response is { } response ? $"{response.Text}, from the detection to {(times.IsFixed ? "the fix" : "the end")}" : null,
            Recovered = DocumentModelBuilder.Markdown(data?.Recovered),
            Searched = DocumentModelBuilder.Markdown(data?.Searched),
        };
    }

    /// <summary>Whether data was damaged, and none is said to be lost.</summary>
    public static bool IsCorruption(DataImpactSpec? data) => data is { Lost: null, Corrupted: not null };

    private static string? Period(DocumentContext context, Exposure times) => (times.From, times.To) switch
    {
        ({ } a, { } b) => $"from {Stamp(context, a)} to {Stamp(context, b)}{(times.Length is { } length ? $" ({length.Text})" : "")}",
        ({ } a, null) => $"from {Stamp(context, a)}, end not known",
        (null, { } b) => $"until {Stamp(context, b)}, beginning not known",
        _ => null,
    };

    private static string Stamp(DocumentContext context, StatedMoment moment) => context.Clock.Brief(moment.Position, moment.Precision);
}
