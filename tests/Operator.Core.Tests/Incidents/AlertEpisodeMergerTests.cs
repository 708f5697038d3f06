using CsCheck;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

public sealed class AlertEpisodeMergerTests
{
    private static readonly DateTimeOffset T0 = SampleIncident.Start;
    private static readonly DateTimeOffset Late = T0.AddDays(1);

    [Fact]
    public void Ends_one_interval_after_the_last_firing_sample()
    {
        var episode = Assert.Single(AlertEpisodeMerger.Merge([SampleIncident.Alert()], Late));

        Assert.Equal(T0, episode.PendingAt);
        Assert.Equal(T0.AddSeconds(135), episode.FiringAt);
        Assert.Equal(SampleIncident.End, episode.ResolvedAt);
        Assert.Equal((false, 1, 15.0), (episode.Firing, episode.Merged, episode.UncertaintySeconds));
    }

    [Theory]
    [InlineData(29.999, true)]
    [InlineData(30, false)]
    public void Fires_until_two_evaluations_are_missing(double secondsAfterLast, bool firing)
    {
        var last = SampleIncident.End.AddSeconds(-15);
        var episode = AlertEpisodeMerger.Merge([SampleIncident.Alert()], last.AddSeconds(secondsAfterLast)).Single();

        Assert.Equal(firing, episode.Firing);
        Assert.Equal(firing ? null : SampleIncident.End, episode.ResolvedAt);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(86_400, true)]
    [InlineData(null, true)]
    public void Has_ended_only_when_something_newer_shows_it(int? recordedSecondsAfterLast, bool ended)
    {
        var last = SampleIncident.End.AddSeconds(-15);

        var episode = AlertEpisodeMerger.Merge([SampleIncident.Alert()], Late, Late, recordedSecondsAfterLast is { } seconds ? last.AddSeconds(seconds) : null).Single();

        Assert.Equal((false, ended ? SampleIncident.End : null, ended ? null : last), (episode.Firing, episode.ResolvedAt, episode.LastSeenFiringAt));
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(301, 2)]
    public void Merges_over_five_minutes_and_no_further(int gapAfterEnd, int episodes)
    {
        var series = Series([], [Run(0, 60), Run(75 + gapAfterEnd, 60)]);

        var merged = AlertEpisodeMerger.Merge([series], Late);

        Assert.Equal(episodes, merged.Count);
        Assert.Equal(episodes == 1 ? 2 : 1, merged[0].Merged);
    }

    [Fact]
    public void A_long_for_widens_the_gap_that_a_restart_may_leave()
    {
        // for = 10m was measured; a restart starts the pending time anew.
        var series = Series([Run(0, 585), Run(1300, 585)], [Run(600, 60), Run(1900, 60)]);

        var episode = Assert.Single(AlertEpisodeMerger.Merge([series], Late));

        Assert.Equal(2, episode.Merged);
        Assert.Equal(T0.AddSeconds(600), episode.FiringAt);
        Assert.Equal(T0.AddSeconds(1975), episode.ResolvedAt);
    }

    [Fact]
    public void Pending_again_after_a_restart_is_not_over()
    {
        var series = Series([Run(200, 100)], [Run(0, 60)]);

        var episode = Assert.Single(AlertEpisodeMerger.Merge([series], T0.AddSeconds(310)));

        Assert.True(episode.Firing);
        Assert.Null(episode.ResolvedAt);
    }

    [Fact]
    public void What_was_only_pending_neither_fired_nor_ended()
    {
        var episode = Assert.Single(AlertEpisodeMerger.Merge([Series([Run(0, 60)], [])], Late));

        Assert.Equal((T0, null, null, false), (episode.PendingAt, episode.FiringAt, episode.ResolvedAt, episode.Firing));
    }

    [Fact]
    public void An_alert_without_for_has_no_pending_sample_and_its_active_at_is_the_first_firing_sample()
    {
        var fired = T0.AddMilliseconds(417);
        var series = Series([], [new SampleRun(fired, fired.AddSeconds(60), 5)]) with
        {
            ActiveAt = [new ActiveAt(T0, new SampleRun(fired, fired.AddSeconds(60), 5))],
        };

        var episode = Assert.Single(AlertEpisodeMerger.Merge([series], Late));

        Assert.Equal((fired, fired), (episode.PendingAt, episode.FiringAt));
    }

    [Fact]
    public void Active_at_never_lies_after_firing()
    {
        var series = Series([], [Run(0, 60)]) with { ActiveAt = [new ActiveAt(T0.AddSeconds(30), Run(0, 60))] };

        var episode = Assert.Single(AlertEpisodeMerger.Merge([series], Late));

        Assert.Equal(T0, episode.PendingAt);
    }

    [Fact]
    public void The_beginning_of_what_fired_at_the_edge_of_the_window_is_not_a_number()
    {
        var series = Series([], [Run(0, 60)]) with { StartUnknown = true };

        var episode = Assert.Single(AlertEpisodeMerger.Merge([series], Late));

        Assert.Equal((null, null, true), (episode.PendingAt, episode.FiringAt, episode.StartUnknown));
        Assert.Equal(T0.AddSeconds(75), episode.ResolvedAt);
    }

    [Fact]
    public void What_was_pending_at_the_edge_of_the_window_fired_at_a_known_time()
    {
        var series = Series([Run(0, 45)], [Run(60, 60)]) with { StartUnknown = true, ActiveAt = [new ActiveAt(T0.AddSeconds(-90), Run(0, 120))] };

        var episode = Assert.Single(AlertEpisodeMerger.Merge([series], Late));

        Assert.Equal((T0.AddSeconds(-90), T0.AddSeconds(60)), (episode.PendingAt, episode.FiringAt));
    }

    [Fact]
    public void Only_the_first_episode_touches_the_edge()
    {
        var series = Series([], [Run(0, 60), Run(3600, 60)]) with { StartUnknown = true };

        Assert.Equal([true, false], AlertEpisodeMerger.Merge([series], Late).Select(e => e.StartUnknown));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-15)]
    [InlineData(0)]
    [InlineData(1e300)]
    public void A_nonsensical_interval_counts_as_unknown(double interval)
    {
        var episode = Assert.Single(AlertEpisodeMerger.Merge([SampleIncident.Alert() with { IntervalSeconds = interval }], Late));

        Assert.Null(episode.UncertaintySeconds);
        Assert.Equal(SampleIncident.End.AddSeconds(45), episode.ResolvedAt);
    }

    [Fact]
    public void The_same_alert_from_two_replicas_is_one()
    {
        var other = SampleIncident.Alert() with { Firing = [new SampleRun(T0.AddSeconds(150), SampleIncident.End.AddSeconds(-15), 38)] };

        var episode = Assert.Single(AlertEpisodeMerger.Merge([SampleIncident.Alert(), other], Late));

        Assert.Equal((T0.AddSeconds(135), 1), (episode.FiringAt, episode.Merged));
    }

    [Fact]
    public void Agrees_with_an_oracle_that_paints_seconds() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 40]).List[1, 12].Sample(pairs =>
        {
            List<SampleRun> runs = [.. pairs.Select(p => Run(p.Item1, p.Item2 * 15))];

            var episodes = AlertEpisodeMerger.Merge([Series([], runs)], Late);

            // The oracle: a second is active from a run's first sample to one interval after its last, or when it lies in a gap of at most 300 s.
            var active = new bool[6200];
            foreach (var (first, length) in pairs)
            {
                Array.Fill(active, true, first, (length * 15) + 15);
            }

            List<(int From, int To)> painted = [];
            for (var second = 0; second < active.Length; second++)
            {
                if (active[second] && painted.Count > 0 && second - painted[^1].To <= 300)
                {
                    painted[^1] = (painted[^1].From, second + 1);
                }
                else if (active[second])
                {
                    painted.Add((second, second + 1));
                }
            }

            Assert.Equal(painted, episodes.Select(e => ((int)(e.FiringAt!.Value - T0).TotalSeconds, (int)(e.ResolvedAt!.Value - T0).TotalSeconds)));
        }, iter: 20_000);

    private static SampleRun Run(int start, int length) => new(T0.AddSeconds(start), T0.AddSeconds(start + length), (length / 15) + 1);

    private static AlertSeries Series(IReadOnlyList<SampleRun> pending, IReadOnlyList<SampleRun> firing) =>
        new() { Name = "A", IntervalSeconds = 15, Pending = pending, Firing = firing };
}
