using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Why it happened.</summary>
public sealed record AnalysisSpec
{
    /// <summary>What went wrong, in technical detail. Markdown.</summary>
    [Text(65536)]
    public string? WhatHappened { get; init; }

    /// <summary>The chain of questions from the symptom to the cause.</summary>
    [Items(10)]
    public IReadOnlyList<WhySpec> FiveWhys { get; set; } = [];

    /// <summary>The root cause in a sentence. Markdown.</summary>
    [Text(4096)]
    public string? RootCause { get; init; }

    /// <summary>What made it worse or more likely.</summary>
    [Items(30), Text(1024, Minimum = 1)]
    public IReadOnlyList<string> ContributingFactors { get; set; } = [];
}
