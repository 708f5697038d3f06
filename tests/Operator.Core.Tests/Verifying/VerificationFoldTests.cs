using Operator.Api;
using Operator.Core.Verifying;

namespace Operator.Core.Tests.Verifying;

public sealed class VerificationFoldTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 10, 0, 0, TimeSpan.Zero);
    private static readonly VerificationTerms Terms = new(TimeSpan.FromHours(1), 15);

    [Theory]
    [InlineData(3600, true)]
    [InlineData(3599, false)]
    public void It_is_verified_once_it_has_held_for_as_long_as_it_must(int seconds, bool verified)
    {
        var status = Apply(Holds(0, seconds));

        Assert.Equal(verified ? At(3600) : null, status.VerifiedAt);
        Assert.Equal((QueryState.Holds, At(0), At(seconds)), (status.State, status.Since!.Value, status.KnownUntil!.Value));
    }

    [Fact]
    public void What_held_until_the_next_answer_began_held_until_then()
    {
        var status = Apply(Holds(5, 3590), Fails(3605, 3700));

        Assert.Equal((At(3605), QueryState.Fails, At(3605)), (status.VerifiedAt!.Value, status.State, status.Since!.Value));
    }

    [Fact]
    public void A_moment_in_which_it_fails_begins_the_time_anew()
    {
        var status = Apply(Holds(0, 3000), Fails(3015, 3015), Holds(3030, 6615));

        Assert.Equal((null, At(3030)), (status.VerifiedAt, status.Since!.Value));
        Assert.Equal(At(6630), Apply(status, Holds(6630, 6630)).VerifiedAt);
    }

    [Fact]
    public void After_it_was_verified_it_regresses_once_it_has_failed_for_as_long_and_can_be_verified_again()
    {
        var verified = Apply(Holds(0, 4000));
        var failing = Apply(verified, Fails(4015, 7600));
        Assert.Null(failing.RegressedAt);
        Assert.Equal(At(3600).AddDays(90), failing.WatchedUntil);

        var regressed = Apply(failing, Fails(7615, 9000));
        Assert.Equal((At(7615), null, At(3600)), (regressed.RegressedAt!.Value, regressed.WatchedUntil, regressed.VerifiedAt!.Value));

        var again = Apply(regressed, Holds(9015, 12_615));
        Assert.Equal((At(12_615), At(12_615).AddDays(90)), (again.VerifiedAt!.Value, again.WatchedUntil!.Value));
    }

    [Fact]
    public void All_of_it_is_found_in_one_late_look()
    {
        var status = Apply(Holds(0, 4000), Fails(4015, 9000), Holds(9015, 13_000));

        Assert.Equal((At(7615), At(12_615)), (status.RegressedAt!.Value, status.VerifiedAt!.Value));
    }

    [Fact]
    public void What_fails_before_it_was_ever_verified_is_no_regression() => Assert.Null(Apply(Fails(0, 90_000)).RegressedAt);

    [Theory]
    [InlineData(300, 3600)]
    [InlineData(301, 5401)]
    public void A_restart_of_the_server_breaks_nothing_and_a_longer_gap_does(int gap, int verifiedAt)
    {
        var status = Apply(Holds(0, 1500), Silent(1501, 1500 + gap - 1), Holds(1500 + gap, 9000));

        Assert.Equal(At(verifiedAt), status.VerifiedAt);
    }

    [Fact]
    public void A_gap_between_two_looks_is_a_gap() =>
        Assert.Equal(At(2000), Apply(Apply(Holds(0, 1500)), Holds(2000, 4000)).Since);

    [Fact]
    public void A_gap_before_a_short_duration_is_never_most_of_it()
    {
        var fold = new VerificationFold(Terms with { For = TimeSpan.FromMinutes(4) });

        Assert.Null(fold.Apply(Nothing, [Holds(0, 60), Silent(61, 239), Holds(240, 300)]).VerifiedAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3000)]
    public void What_is_no_answer_is_never_part_of_what_holds(int seconds)
    {
        var status = Apply(Holds(0, 3000), new QueryStretch(QueryAnswer.Invalid, At(3015), At(3015 + seconds)), Holds(6600, 7000));

        Assert.Equal((null, At(6600)), (status.VerifiedAt, status.Since!.Value));
    }

    [Fact]
    public void What_gives_no_answer_for_long_neither_verifies_nor_regresses()
    {
        Assert.Null(Apply(new QueryStretch(QueryAnswer.Invalid, At(0), At(90_000))).VerifiedAt);
        Assert.Null(Apply(Apply(Holds(0, 4000)), new QueryStretch(QueryAnswer.Invalid, At(4015), At(90_000))).RegressedAt);
    }

    [Theory]
    [InlineData("10s", 300)]
    [InlineData("1h", 900)]
    [InlineData("1d", 21_600)]
    [InlineData("30d", 36_000)]
    public void It_is_asked_each_quarter_of_its_duration_within_bounds(string duration, int seconds)
    {
        Assert.True(Operator.Core.Budgets.PrometheusDuration.TryParse(duration, out var parsed));

        Assert.Equal(At(seconds), VerificationSchedule.Next(Nothing, parsed, At(0), isForPeople: false));
    }

    [Fact]
    public void Once_verified_it_is_asked_every_six_hours_until_the_watch_ends_and_then_no_more()
    {
        var verified = Apply(Holds(0, 4000));
        var end = verified.WatchedUntil!.Value;

        Assert.Equal(At(4000).AddHours(6), Next(verified, At(4000)));
        Assert.Equal(end.AddMinutes(2), Next(verified, end.AddMinutes(-1)));
        Assert.Null(Next(verified, end.AddMinutes(2)));
        Assert.Null(VerificationSchedule.Next(verified with { KnownUntil = end.AddMinutes(1) }, Terms.For, askedAt: null, isForPeople: false));
    }

    private static DateTimeOffset? Next(VerificationStatus status, DateTimeOffset asked) => VerificationSchedule.Next(status, Terms.For, asked, isForPeople: false);

    private static VerificationStatus Nothing => new() { State = QueryState.Unknown, Inputs = "x" };

    private static VerificationStatus Apply(params QueryStretch[] stretches) => Apply(Nothing, stretches);

    private static VerificationStatus Apply(VerificationStatus known, params QueryStretch[] stretches) => new VerificationFold(Terms).Apply(known, stretches);

    private static QueryStretch Holds(int from, int until) => new(QueryAnswer.Holds, At(from), At(until));

    private static QueryStretch Fails(int from, int until) => new(QueryAnswer.Fails, At(from), At(until));

    private static QueryStretch Silent(int from, int until) => new(QueryAnswer.Silent, At(from), At(until));

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);
}
