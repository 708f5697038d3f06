using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>What keeps the incident from happening again, by horizon.</summary>
public sealed record PreventionSpec
{
    /// <summary>What has been done already.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> Immediate { get; set; } = [];

    /// <summary>What will be done in this sprint.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> ShortTerm { get; set; } = [];

    /// <summary>What will be done in the next quarter.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> LongTerm { get; set; } = [];
}
