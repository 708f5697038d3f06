using System.Globalization;
using NodaTime;
using NodaTime.Extensions;
using Operator.Api;

namespace Operator.Tests.FollowUp;

/// <summary>2 000 action items, with a clock that is moved from one look to the next.</summary>
public sealed class YearSimulationTests(ITestOutputHelper output)
{
    private const int Resources = 40;
    private const int ItemsOfEach = 50;
    private const int VerifiedOfEach = 1;
    private const int SecondsOfADay = 86_400;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddDays(366);

    // Clocks go forward at midnight in Cairo, and change in both hemispheres.
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Cairo"];
    private static readonly string[] Durations = ["30m", "1h", "6h", "1d", "7d"];

    [Fact]
    public async Task In_a_year_each_item_that_is_not_done_in_time_becomes_overdue_once_at_the_end_of_its_day()
    {
        var prometheus = new CountingPrometheus(Holds);
        using var simulation = new SimulatedFollowUp(prometheus, Start);
        var random = new Random(7);
        var expected = new Dictionary<(string, string), DateTimeOffset>();
        for (var r = 0; r < Resources; r++)
        {
            var zone = Zones[r % Zones.Length];
            var resource = new SimulatedFollowUp.Resource($"pm-{r}", Spec(r, zone, VerifiedOfEach));
            simulation.Add(resource);
            foreach (var item in resource.Spec.ActionItems)
            {
                var late = DateTimeZoneProviders.Tzdb[zone].AtStartOfDay(item.DueDate!.Value.ToLocalDate().PlusDays(1)).ToInstant().ToDateTimeOffset();
                DateTimeOffset? done = random.Next(2) == 0 ? Start.AddSeconds(random.Next(365 * SecondsOfADay)) : null;
                if (item.Verify is null && done is { } at)
                {
                    simulation.Plan(at, resource, () => resource.Spec = Done(resource.Spec, item.Id));
                }

                if ((item.Verify is not null ? SeenVerifiedAt(item.Verify) : done ?? DateTimeOffset.MaxValue) > late && late < End)
                {
                    expected[(resource.Name, item.Id)] = late;
                }
            }
        }

        await simulation.RunAsync(End);

        var overdue = simulation.Changes.Where(c => c.Change.Reason == Reasons.Overdue).ToList();
        Assert.InRange(expected.Count, 900, 2000);
        Assert.Equal(expected.Keys.Order(), overdue.Select(o => (o.Resource.Name, o.Change.Id)).Order());
        Assert.All(overdue, o => Assert.InRange(o.At - expected[(o.Resource.Name, o.Change.Id)], TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        var verified = simulation.Changes.Where(c => c.Change.Reason == Reasons.Verified).Select(c => (c.Resource.Name, c.Change.Id)).ToList();
        Assert.Equal(Resources * VerifiedOfEach, verified.Distinct().Count());
        Assert.Equal(verified.Count, verified.Distinct().Count());
        Assert.All(Enumerable.Range(0, Resources), r => Assert.DoesNotContain(simulation.Changes, c => c.Change.Reason == Reasons.Regressed));

        // A look for each end of a day and each change, and those that queries ask for; the watch ends after 90 days.
        var hours = (End - Start).TotalHours;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A year of {Resources * ItemsOfEach} items, {Resources * VerifiedOfEach} with a query: {prometheus.Requests} requests ({prometheus.Requests / hours:0.0} an hour, {prometheus.MostInAnHour} in the fullest), {simulation.Looks} looks, {simulation.Writes} writes of a status ({simulation.Writes / hours:0.00} an hour)"));
        Assert.InRange(prometheus.Requests / hours, 1, 10);
    }

    [Fact]
    public async Task When_all_items_are_asked_for_an_hour_long_each_costs_one_request_each_quarter_of_an_hour()
    {
        var prometheus = new CountingPrometheus((_, _) => false);
        using var simulation = new SimulatedFollowUp(prometheus, Start);
        for (var r = 0; r < Resources; r++)
        {
            var spec = Spec(r, Zones[r % Zones.Length], ItemsOfEach);
            simulation.Add(new SimulatedFollowUp.Resource($"pm-{r}", spec with { ActionItems = [.. spec.ActionItems.Select(i => i with { Verify = i.Verify! with { For = "1h" } })] }));
        }

        await simulation.RunAsync(Start.AddHours(1));
        var (requests, writes) = (prometheus.Requests, simulation.Writes);
        await simulation.RunAsync(Start.AddHours(3));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Resources * ItemsOfEach} items with a query for 1h: {(prometheus.Requests - requests) / 2} requests an hour, {simulation.Writes - writes} writes"));
        Assert.Equal(Resources * ItemsOfEach * 4, (prometheus.Requests - requests) / 2);
        Assert.Equal(0, simulation.Writes - writes);
    }

    private static PostMortemSpec Spec(int resource, string zone, int verified) => new()
    {
        Title = "t",
        Severity = Severity.P1,
        Services = ["a"],
        TimeZone = zone,
        ActionItems = [.. Enumerable.Range(0, ItemsOfEach).Select(i => Item(resource, i, i < verified))],
    };

    private static ActionItemSpec Item(int resource, int index, bool verified)
    {
        var verify = verified ? new VerifySpec { Query = $"q{(resource * ItemsOfEach) + index} > 0", For = Durations[(resource + index) % Durations.Length] } : null;
        var due = DateOnly.FromDateTime(Start.DateTime).AddDays(((resource * 7) + (index * 11)) % 365);
        return new ActionItemSpec { Id = $"AI-{index}", Title = "t", DueDate = Due(due, verify), Verify = verify };
    }

    private static PostMortemSpec Done(PostMortemSpec spec, string id) =>
        spec with { ActionItems = [.. spec.ActionItems.Select(a => a.Id == id ? a with { State = ActionItemState.Done } : a)] };

    // Each query holds from some moment within the first week on, with a break a day before that is too short to count.
    private static bool Holds(int item, double seconds) => seconds >= HoldsFrom(item) || (seconds >= HoldsFrom(item) - SecondsOfADay && seconds < HoldsFrom(item) - SecondsOfADay + 600);

    private static double HoldsFrom(int item) => Start.ToUnixTimeSeconds() + SecondsOfADay + (item * 7919 % (6 * SecondsOfADay) / 300 * 300);

    // An item that is verified within a day of its last day is due earlier, so that it does not matter when the operator looks.
    private static DateOnly Due(DateOnly due, VerifySpec? verify) => verify is not null && Math.Abs((SeenVerifiedAt(verify).UtcDateTime - due.ToDateTime(TimeOnly.MinValue)).TotalDays) < 4 ? DateOnly.FromDateTime(Start.DateTime) : due;

    private static DateTimeOffset SeenVerifiedAt(VerifySpec verify)
    {
        var number = int.Parse(verify.Query.Split(' ')[0][1..], CultureInfo.InvariantCulture);
        _ = Operator.Core.Budgets.PrometheusDuration.TryParse(verify.For, out var duration);
        return DateTimeOffset.FromUnixTimeSeconds((long)HoldsFrom(number)) + duration;
    }
}
