namespace Operator.Core.Documents.Model;

/// <summary>Why it happened.</summary>
public sealed record AnalysisModel
{
    public AuthorMarkdown? WhatHappened { get; init; }

    public AuthorMarkdown? Trigger { get; init; }

    public IReadOnlyList<WhyModel> FiveWhys { get; init; } = [];

    /// <summary>More chains of questions, each with a title.</summary>
    public IReadOnlyList<WhyChainModel> Whys { get; init; } = [];

    /// <summary>Causes that had to come together.</summary>
    public IReadOnlyList<string> RootCauses { get; init; } = [];

    public AuthorMarkdown? RootCause { get; init; }

    public IReadOnlyList<string> ContributingFactors { get; init; } = [];
}
