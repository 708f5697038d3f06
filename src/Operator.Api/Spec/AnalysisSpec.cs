using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Why it happened.</summary>
public sealed record AnalysisSpec
{
    /// <summary>What went wrong, in technical detail. Markdown.</summary>
    [Text(65536)]
    public string? WhatHappened { get; init; }

    /// <summary>What set it off, such as a deployment or a spike of traffic. Markdown.</summary>
    [Text(4096, Minimum = 1)]
    public string? Trigger { get; init; }

    /// <summary>The chain of questions from the symptom to the cause.</summary>
    [Items(10)]
    public IReadOnlyList<WhySpec> FiveWhys { get; set; } = [];

    /// <summary>More chains of questions, each with a title of its own.</summary>
    [Items(10)]
    public IReadOnlyList<WhyChainSpec> Whys { get; set; } = [];

    /// <summary>The root cause in a sentence. Markdown.</summary>
    [Text(4096)]
    public string? RootCause { get; init; }

    /// <summary>The causes that had to come together, where there is no single one.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> RootCauses { get; set; } = [];

    /// <summary>What made it worse or more likely.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> ContributingFactors { get; set; } = [];
}
