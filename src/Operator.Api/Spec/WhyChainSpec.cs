using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A chain of questions, each about the answer before it.</summary>
public sealed record WhyChainSpec
{
    /// <summary>What the chain explains, such as "Why the data could not be restored".</summary>
    [Text(200, Minimum = 1)]
    public required string Title { get; init; }

    /// <summary>The questions and their answers, from the symptom to the cause.</summary>
    [Items(30, Minimum = 1)]
    public required IReadOnlyList<WhySpec> Steps { get; init; }
}
