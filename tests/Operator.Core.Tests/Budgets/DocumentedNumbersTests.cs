using System.Globalization;
using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Core.Contradictions;
using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Core.Impact;
using Operator.Core.Incidents;

namespace Operator.Core.Tests.Budgets;

/// <summary>Computes every worked number in docs/figures.md: the rows of its tables, and the sentences.</summary>
public sealed partial class DocumentedNumbersTests
{
    private static readonly DateTimeOffset Day = new(2026, 9, 15, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string, string, string, string, string> Budgets =>
        [.. Rows("| objective | window |").Select(c => (c[0], c[1], c[2], c[3], c[4], c[5], c[6]))];

    public static TheoryData<string, string, string> Counters => [.. Rows("| value | next value |").Select(c => (c[0], c[1], c[2]))];

    public static TheoryData<string, string, string, string, string, string, string, string> Alerts =>
        [.. Rows("| for | query offset |").Select(c => (c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]))];

    [Theory]
    [MemberData(nameof(Budgets))]
    public void A_share_of_the_budget_is_as_documented(string objective, string window, string minutes, string failing, string method, string consumed, string left)
    {
        var (length, seconds) = ((int)Number(minutes), Number(window) * 86_400);
        var evidence = SloEvidences.Of([.. Enumerable.Repeat((600 * Number(failing) / 100, 600.0), length)], seconds, SloEvidences.Quiet(seconds - (60 * length), 10));
        var chosen = Enum.Parse<BudgetingMethod>(method);

        var report = SloEvidences.Report(evidence, Number(objective), chosen);

        AssertAsWritten(consumed, report.Consumed(chosen)!.Value);
        AssertAsWritten(left, report.Remaining(chosen)!.Value);
    }

    [Fact]
    public void The_burn_rate_is_as_documented()
    {
        var evidence = SloEvidences.Of([.. Enumerable.Repeat((9.0, 600.0), 12)], 30 * 86_400, SloEvidences.Quiet((30 * 86_400) - 720, 10));

        AssertAsWritten(Lines().Single(l => l.StartsWith("Burn rate of twelve minutes", StringComparison.Ordinal)).Split(": ")[1].TrimEnd('.'), SloEvidences.Report(evidence, 99.9).BurnRate!.Value);
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void What_a_counter_counted_is_as_documented(string value, string next, string counted)
    {
        var height = new CounterGrowth();
        height.GrowTo(Number(value));

        Assert.Equal(Number(counted), height.GrowTo(Number(next)), 6);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void The_times_of_an_alert_are_as_documented(string wait, string offset, string interval, string last, string active, string fired, string ended, string detect)
    {
        var (begin, firing, end) = (At("10:00:00"), At("10:00:00").AddSeconds(Number(wait)), At(last));
        var step = Number(interval);
        var series = new AlertSeries
        {
            Name = "A",
            IntervalSeconds = step,
            Pending = [Run(begin, firing.AddSeconds(-step), step)],
            Firing = [Run(firing, end, step)],
            ActiveAt = [new ActiveAt(begin.AddSeconds(Number(offset)), Run(begin, end, step))],
        };

        var episode = Assert.Single(AlertEpisodeMerger.Merge([series], Day.AddDays(1)));

        Assert.Equal((At(active), At(fired), At(ended)), (episode.PendingAt, episode.FiringAt, episode.ResolvedAt));
        Assert.Equal(detect, DurationFormat.Format(episode.FiringAt!.Value - episode.PendingAt!.Value));
    }

    [Fact]
    public void Ten_slices_are_as_documented()
    {
        var text = Ten().Match(Page()).Groups;
        double[] good = Numbers(text["good"].Value), valid = Numbers(text["valid"].Value);
        Assert.Equal(10, good.Length);

        var report = SloEvidences.Report(SloEvidences.Of([.. good.Zip(valid, (g, v) => (v - g, v))], 60 * good.Length), Number(text["objective"].Value));

        Assert.All(Enum.GetValues<BudgetingMethod>(), method => AssertAsWritten(text[$"{method}"].Value, report.Consumed(method)!.Value));
    }

    [Fact]
    public void The_loss_of_revenue_is_as_documented()
    {
        var text = Loss().Match(Page()).Groups;
        var spec = new ImpactSpec
        {
            FailedRequests = new() { Count = (long)Number(text["requests"].Value.Replace(" ", "", StringComparison.Ordinal)) },
            Revenue = new() { PerFailedRequest = decimal.Parse(text["price"].Value, CultureInfo.InvariantCulture), Currency = "USD" },
        };

        Assert.Equal(decimal.Parse(text["loss"].Value, CultureInfo.InvariantCulture), new ImpactCalculator(spec, null, []).Calculate().RevenueLoss!.Amount);
    }

    [Fact]
    public void The_budget_of_a_month_is_as_documented()
    {
        var text = Month().Match(Page()).Groups;
        var seconds = Number(text["days"].Value) * 86_400;

        var report = SloEvidences.Report(SloEvidences.Of([(600, 600)], seconds, SloEvidences.Quiet(seconds - 60, 10)), Number(text["objective"].Value));

        AssertAsWritten(text["minutes"].Value, 100 / report.Consumed(BudgetingMethod.Timeslices)!.Value);
    }

    [Fact]
    public void What_a_stated_number_may_be_is_as_documented()
    {
        var numbers = Stated().Match(Page()).Groups.Values.Skip(1).Select(g => Number(g.Value.Replace(" ", "", StringComparison.Ordinal))).ToArray();

        Assert.Equal((numbers[1], numbers[2]), (numbers[0] - StatedPrecision.Of((long)numbers[0]), numbers[0] + StatedPrecision.Of((long)numbers[0])));
    }

    /// <summary>Each is written as the document writes it.</summary>
    [Theory]
    [InlineData(135)]
    [InlineData(720)]
    [InlineData(87_099)]
    [InlineData(273_600)]
    [InlineData(0.45)]
    public void Durations_are_written_as_documented(double seconds)
    {
        var examples = Lengths().Match(Page()).Groups["all"].Value;

        Assert.Contains($"`{DurationFormat.Format(TimeSpan.FromSeconds(seconds))}`", examples, StringComparison.Ordinal);
        Assert.Equal(5, examples.Count(c => c == '`') / 2);
    }

    private static string Page() => string.Join(' ', Lines());

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(Number)];

    [GeneratedRegex("Ten slices with good events (?<good>[0-9 ]+) of (?<valid>[0-9 ]+) and an objective of (?<objective>[0-9.]+) %: Occurrences (?<Occurrences>[0-9.]+) %, Timeslices (?<Timeslices>[0-9.]+) %, RatioTimeslices (?<RatioTimeslices>[0-9.]+) %", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ten();

    [GeneratedRegex(@"(?<requests>[0-9 ]+) failed requests at \$(?<price>[0-9.]+) are \$(?<loss>[0-9.]+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Loss();

    [GeneratedRegex("(?<days>[0-9]+) days at (?<objective>[0-9.]+) % are (?<minutes>[0-9.]+) minutes", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Month();

    [GeneratedRegex("(?<number>[0-9 ]+) may be (?<least>[0-9 ]+) to (?<most>[0-9 ]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Stated();

    [GeneratedRegex(@"never rounded up \((?<all>[^)]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lengths();

    private static SampleRun Run(DateTimeOffset first, DateTimeOffset last, double interval) => new(first, last, 1 + (int)((last - first).TotalSeconds / interval));

    private static DateTimeOffset At(string time) => Day + TimeSpan.Parse(time, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);

    private static void AssertAsWritten(string written, double value)
    {
        var digits = written.Split(' ')[0].Split('.') is [_, var decimals] ? decimals.Length : 0;
        Assert.Equal(Number(written), Math.Round(value, digits, MidpointRounding.AwayFromZero), 9);
    }

    private static IEnumerable<string[]> Rows(string head)
    {
        var rows = Lines().SkipWhile(l => !l.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(l => l.StartsWith('|')).Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string[] Lines()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Operator.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllLines(Path.Combine(folder.FullName, "docs", "figures.md"));
    }
}
