using k8s.Models;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Reports;

public sealed class SearchWindowResolverTests
{
    private static readonly DateTimeOffset T0 = SampleIncident.Start;
    private static readonly DateTimeOffset Now = T0.AddDays(3);

    [Fact]
    public void By_default_it_reaches_back_a_day_before_creation() =>
        Assert.Equal(new TimeRange(T0.AddDays(-1), Now), Resolve(new PostMortemSpec { Title = "t", Severity = Severity.P0, Services = ["s"] }, created: T0));

    [Fact]
    public void A_file_that_was_never_created_counts_as_created_now() =>
        Assert.Equal(new TimeRange(Now.AddDays(-1), Now), Resolve(Bare()));

    [Theory]
    [InlineData(IncidentState.Unknown, 7)]
    [InlineData(IncidentState.Ongoing, 60)]
    [InlineData(IncidentState.Ongoing, 400, 89)]
    public void An_alert_that_never_fired_is_looked_for_a_week_and_one_that_fires_until_now(IncidentState state, int days, int? until = null)
    {
        var resource = new PostMortem
        {
            Metadata = new V1ObjectMeta { CreationTimestamp = T0.UtcDateTime },
            Spec = Bare(),
            Status = new PostMortemStatus { Summary = new SummaryStatus { State = state } },
        };
        var now = T0.AddDays(Math.Max(days, 60));

        Assert.Equal(new TimeRange(T0.AddDays(-1), T0.AddDays(until ?? days)), SearchWindowResolver.Resolve(resource, now));
    }

    [Fact]
    public void A_stated_window_is_cut_at_90_days() =>
        Assert.Equal(
            new TimeRange(Now.AddDays(-400), Now.AddDays(-310)),
            Resolve(Bare() with { Detection = new DetectionSpec { SearchWindow = new SearchWindowSpec { From = Now.AddDays(-400) } } }));

    [Fact]
    public void What_a_person_says_goes_on_is_looked_for_until_now() =>
        Assert.Equal(new TimeRange(T0.AddHours(-1), Now), Resolve(Bare() with { Incident = new IncidentSpec { StartedAt = T0, Ongoing = true } }));

    [Fact]
    public void Stated_times_are_surrounded_by_an_hour() =>
        Assert.Equal(new TimeRange(T0.AddHours(-1), T0.AddHours(3)), Resolve(Bare() with { Incident = new IncidentSpec { StartedAt = T0, ResolvedAt = T0.AddHours(2) } }));

    [Fact]
    public void An_end_that_nobody_stated_is_looked_for_a_day_long() =>
        Assert.Equal(new TimeRange(T0.AddHours(-1), T0.AddHours(24)), Resolve(Bare() with { Incident = new IncidentSpec { StartedAt = T0 } }));

    [Fact]
    public void A_beginning_that_nobody_stated_is_looked_for_a_day_long() =>
        Assert.Equal(new TimeRange(T0.AddHours(-24), T0.AddHours(1)), Resolve(Bare() with { Incident = new IncidentSpec { ResolvedAt = T0 } }));

    [Fact]
    public void Notes_of_later_days_do_not_stretch_it() =>
        Assert.Equal(new TimeRange(T0.AddHours(-1), T0.AddMinutes(72)), Resolve(Bare() with
        {
            Timeline =
            [
                new TimelineEntrySpec { At = T0, Type = TimelineEntryType.IncidentStart, Event = "e" },
                new TimelineEntrySpec { At = T0.AddMinutes(12), Type = TimelineEntryType.Resolved, Event = "e" },
                new TimelineEntrySpec { At = T0.AddDays(2), Type = TimelineEntryType.Note, Event = "meeting" },
            ],
        }));

    [Fact]
    public void It_never_reaches_into_the_future() =>
        Assert.Equal(Now, Resolve(Bare() with { Incident = new IncidentSpec { StartedAt = Now.AddMinutes(-5), ResolvedAt = Now } }).End);

    [Fact]
    public void Times_that_all_lie_in_the_future_do_not_count() =>
        Assert.Equal(new TimeRange(Now.AddDays(-1), Now), Resolve(Bare() with { Incident = new IncidentSpec { StartedAt = Now.AddDays(5) } }));

    [Theory]
    [InlineData(12.0, 12)]
    [InlineData(null, 4320)]
    public void What_an_alert_does_after_its_final_end_is_another_incident(double? ended, double minutes)
    {
        var resource = new PostMortem { Metadata = new V1ObjectMeta { CreationTimestamp = T0.UtcDateTime }, Spec = Bare() };

        var window = SearchWindowResolver.Resolve(resource, Now, ended is { } end ? T0.AddMinutes(end) : null);

        Assert.Equal(new TimeRange(T0.AddDays(-1), T0.AddMinutes(minutes)), window);
    }

    [Fact]
    public void What_the_spec_decides_of_the_window_is_the_same_whenever_it_is_asked_for()
    {
        Assert.Equal((null, null), SearchWindowResolver.Stated(Bare()));
        Assert.Equal((T0.AddHours(-1), T0.AddHours(24)), SearchWindowResolver.Stated(Bare() with { Incident = new IncidentSpec { StartedAt = T0 } }));
        Assert.Equal((null, T0), SearchWindowResolver.Stated(Bare() with { Detection = new DetectionSpec { SearchWindow = new SearchWindowSpec { To = T0 } } }));
    }

    [Fact]
    public void A_stated_window_wins()
    {
        var spec = Bare() with { Incident = new IncidentSpec { StartedAt = T0 }, Detection = new DetectionSpec { SearchWindow = new SearchWindowSpec { From = T0.AddHours(-9), To = T0.AddHours(9) } } };

        Assert.Equal(new TimeRange(T0.AddHours(-9), T0.AddHours(9)), Resolve(spec));
    }

    [Fact]
    public void A_stated_end_alone_is_looked_back_from_a_day() =>
        Assert.Equal(new TimeRange(T0.AddDays(-1), T0), Resolve(Bare() with { Detection = new DetectionSpec { SearchWindow = new SearchWindowSpec { To = T0 } } }));

    [Fact]
    public void A_stated_window_in_the_future_is_a_typed_error()
    {
        var spec = Bare() with { Detection = new DetectionSpec { SearchWindow = new SearchWindowSpec { From = Now.AddMinutes(1) } } };

        var error = Assert.Throws<FailureException>(() => Resolve(spec));
        Assert.Equal((Reasons.InvalidSpec, true), (error.Reason, error.IsTerminal));
        Assert.StartsWith("spec.detection.searchWindow: ", error.Message, StringComparison.Ordinal);
    }

    private static PostMortemSpec Bare() => new() { Title = "t", Severity = Severity.P0, Services = ["s"] };

    private static TimeRange Resolve(PostMortemSpec spec, DateTimeOffset? created = null) =>
        SearchWindowResolver.Resolve(new PostMortem { Spec = spec, Metadata = new V1ObjectMeta { CreationTimestamp = created?.UtcDateTime } }, Now);
}
