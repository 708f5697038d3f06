namespace Operator.Core.Documents.Model;

/// <summary>What keeps it from coming back.</summary>
public sealed record PreventionModel
{
    public IReadOnlyList<string> Immediate { get; init; } = [];

    public IReadOnlyList<string> ShortTerm { get; init; } = [];

    public IReadOnlyList<string> LongTerm { get; init; } = [];

    /// <summary>The day from which "this sprint" and "next quarter" count; null when there is nothing of either.</summary>
    public string? AsOf { get; init; }
}
