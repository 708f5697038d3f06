using Operator.Api;
using Operator.Core.Documents.Model;

namespace Operator.Core.Documents;

/// <summary>Who signs the document off and who receives it.</summary>
internal static class ReviewSection
{
    public static ReviewModel Build(DocumentContext context) => new()
    {
        Reviewers = [.. (context.Spec.Review?.Reviewers ?? []).Select(r => Reviewer(context, r))],
        Published = context.PublishedOn is { } day && context.Phase == PostMortemPhase.Draft ? $"{day} (this version is a draft)" : context.PublishedOn,
        Distribution = DocumentModelBuilder.Lines(context.Spec.Review?.Distribution),
    };

    private static ReviewerModel Reviewer(DocumentContext context, ReviewerSpec reviewer) => new()
    {
        Name = MarkdownText.Line(reviewer.Name),
        Handle = DocumentModelBuilder.Line(reviewer.Handle),
        Scope = DocumentModelBuilder.Line(reviewer.Scope),
        Approved = reviewer.ApprovedAt is not null,
        ApprovedAt = reviewer.ApprovedAt is { } at ? context.Clock.Date(at) : null,
        IsOlderThanFigures = context.FollowUp.IsOlderThanFigures(reviewer),
        FiguresChangedOn = context.FollowUp.IsOlderThanFigures(reviewer) && context.FollowUp.FiguresChangedAt is { } changed ? context.Clock.Date(changed) : null,
    };
}
