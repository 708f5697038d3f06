using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>What was learned.</summary>
public sealed record LessonsLearnedSpec
{
    /// <summary>What went well.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> WentWell { get; set; } = [];

    /// <summary>What did not go well.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> DidntGoWell { get; set; } = [];

    /// <summary>Where luck helped: what would have been worse another time.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> GotLucky { get; set; } = [];

    /// <summary>What surprised us.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> SurprisingFindings { get; set; } = [];
}
