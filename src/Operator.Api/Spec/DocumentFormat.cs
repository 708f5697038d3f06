using System.Text.Json.Serialization;

namespace Operator.Api;

/// <summary>A form of the document.</summary>
public enum DocumentFormat
{
    /// <summary>Markdown, as GitHub renders it.</summary>
    [JsonStringEnumMemberName("markdown")]
    Markdown,

    /// <summary>One self-contained HTML page.</summary>
    [JsonStringEnumMemberName("html")]
    Html,

    /// <summary>The figures, as the status has them.</summary>
    [JsonStringEnumMemberName("json")]
    Json,
}
