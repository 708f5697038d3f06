namespace Operator.Core.Documents.Model;

/// <summary>Why it happened.</summary>
public sealed record AnalysisModel
{
    public AuthorMarkdown? WhatHappened { get; init; }

    public IReadOnlyList<WhyModel> FiveWhys { get; init; } = [];

    public AuthorMarkdown? RootCause { get; init; }

    public IReadOnlyList<string> ContributingFactors { get; init; } = [];
}
