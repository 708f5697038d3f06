using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Tests.Reports;

/// <summary>The notice about several series of one alert, and the matcher that leaves one of them out.</summary>
public sealed class AlertWarningsTests
{
    private static readonly DateTimeOffset S = new(2025, 12, 8, 10, 0, 0, TimeSpan.Zero);

    /// <summary>What nobody could see after the end, and rules that disagree, make the end uncertain, and not the start.</summary>
    [Theory]
    [InlineData(30, 1)]
    [InlineData(630, 1)]
    [InlineData(null, 1)]
    public void Series_that_began_far_apart_are_named_however_uncertain_the_end_is(int? uncertaintySeconds, int notices)
    {
        AlertEpisode[] episodes = [Episode(0, ("pod", "a")) with { UncertaintySeconds = uncertaintySeconds }, Episode(300, ("pod", "b"))];
        IncidentTimestamp[] times = [new() { Name = IncidentTimestampName.StartedAt, Time = S, Source = TimestampSource.AlertPending }];

        var warnings = new AlertWarnings(episodes, times, null, S.AddHours(1)).Find().ToList();

        Assert.Equal(notices, warnings.Count(w => w.Contains("""add the matcher pod!="a" to spec.detection.alerts""", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_series_without_a_label_of_its_own_is_left_out_by_what_all_others_have()
    {
        var (unwanted, wanted) = (Episode(0, ("job", "j")), Episode(0, ("job", "j"), ("pod", "p")));

        Assert.Equal("""pod!="" """.Trim(), AlertExclusion.Matcher(unwanted, [wanted]));
        Assert.Null(AlertExclusion.Matcher(unwanted, [wanted, Episode(0, ("job", "j"), ("node", "n"))]));
    }

    private static AlertEpisode Episode(int began, params (string Name, string Value)[] labels) => new()
    {
        Name = "Down",
        Labels = labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal),
        PendingAt = S.AddSeconds(began),
        FiringAt = S.AddSeconds(began),
        ResolvedAt = S.AddSeconds(900),
        IntervalSeconds = 30,
        UncertaintySeconds = 30,
    };
}
