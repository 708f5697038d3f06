using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;

namespace Operator.Core.Tests.FollowUp;

/// <summary>Whether an approval is older than the figures.</summary>
public sealed class FigureChangesTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = new(2025, 12, 15, 8, 0, 0, TimeSpan.Zero);

    private static readonly PostMortemStatus Status = new()
    {
        Timestamps = [new() { Name = IncidentTimestampName.StartedAt, Time = Before.AddDays(-1), Source = TimestampSource.Spec }],
        Durations = [new() { Name = DurationName.Total, State = FigureState.Recorded, Seconds = 720, From = IncidentTimestampName.StartedAt, To = IncidentTimestampName.ResolvedAt }],
        Slos = [new() { Name = "availability", Objective = 99.9, Window = "30d", Method = BudgetingMethod.Occurrences, State = FigureState.Recorded, BudgetConsumedPercent = 27.8 }],
        Impact = new() { FailedRequests = 1200 },
    };

    public static TheoryData<string, bool> Changes => new()
    {
        { "a duration", true },
        { "a budget", true },
        { "an impact", true },
        { "a time", true },
        { "an objective more", true },
        { "nothing", false },
        { "words", false },
        { "an action item", false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_figure_counts_and_what_explains_it_does_not(string what, bool isChange)
    {
        var changed = what switch
        {
            "a duration" => Status with { Durations = [Status.Durations![0] with { Seconds = 900 }] },
            "a budget" => Status with { Slos = [Status.Slos![0] with { BudgetConsumedPercent = 30 }] },
            "an impact" => Status with { Impact = new() { FailedRequests = 1201 } },
            "a time" => Status with { Timestamps = [Status.Timestamps![0] with { Time = Before }] },
            "an objective more" => Status with { Slos = [.. Status.Slos!, Status.Slos![0] with { Name = "latency" }] },
            "words" => Status with { Slos = [Status.Slos![0] with { Message = "Read in longer steps" }], Timestamps = [Status.Timestamps![0] with { Source = TimestampSource.AlertFiring }] },
            "an action item" => Status with { Summary = new() { ActionItems = "1/6" } },
            _ => Status,
        };

        Assert.Equal(isChange ? Now : null, FigureChanges.AfterApproval(Status, changed, isApproved: true, Now));
        Assert.Null(FigureChanges.AfterApproval(Status, changed, isApproved: false, Now));
    }

    [Fact]
    public void The_first_figures_are_no_change_and_the_last_change_is_kept()
    {
        Assert.Null(FigureChanges.AfterApproval(new PostMortemStatus(), Status, isApproved: true, Now));
        Assert.Equal(Before, FigureChanges.AfterApproval(Status with { Document = new() { FiguresChangedAt = Before } }, Status, isApproved: true, Now));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void An_approval_from_before_is_older(int hours, bool isOlder)
    {
        var spec = new PostMortemSpec { Title = "t", Severity = Severity.P0, Services = ["s"], Review = new() { Reviewers = [new() { Name = "Lead", ApprovedAt = Now.AddHours(hours) }, new() { Name = "Other" }] } };

        var report = FollowUpBuilder.Build(spec, Now, new FollowUpInputs { FiguresChangedAt = Now });

        Assert.Equal([isOlder, false], spec.Review.Reviewers.Select(report.IsOlderThanFigures));
    }
}
