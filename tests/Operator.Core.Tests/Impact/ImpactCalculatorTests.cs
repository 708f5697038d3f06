using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Impact;
using Operator.Core.Reports;

namespace Operator.Core.Tests.Impact;

public sealed class ImpactCalculatorTests
{
    [Fact]
    public void Twelve_hundred_requests_at_an_eighth_of_a_dollar_are_150_dollars()
    {
        var impact = Calculate(new ImpactSpec { FailedRequests = new() { Count = 1200 }, Revenue = Price(0.125m, "USD") });

        Assert.Equal(new MoneyStatus { Amount = 150m, Currency = "USD" }, impact.RevenueLoss);
        Assert.Equal("150", impact.RevenueLoss!.Amount.ToString());
        Assert.Equal("150.00 USD", Currencies.Format(impact.RevenueLoss));
        Assert.Equal((1200L, "stated"), (impact.FailedRequests, impact.FailedRequestsSource));
    }

    [Theory]
    [InlineData("0.1", 3, "USD", "0.3")]
    [InlineData("0.005", 1, "USD", "0.01")]
    [InlineData("0.125", 1, "KWD", "0.125")]
    [InlineData("0.5", 3, "JPY", "2")]
    [InlineData("0.00005", 1, "CLF", "0.0001")]
    public void Money_is_decimal_and_rounded_to_the_currencys_digits(string price, long failed, string currency, string amount)
    {
        var impact = Calculate(new ImpactSpec { FailedRequests = new() { Count = failed }, Revenue = Price(decimal.Parse(price), currency) });

        Assert.Equal(amount, impact.RevenueLoss!.Amount.ToString());
    }

    [Fact]
    public void A_stated_amount_wins()
    {
        var impact = Calculate(new ImpactSpec { FailedRequests = new() { Count = 10 }, Revenue = new() { Amount = 150, PerFailedRequest = 1, Currency = "USD" } });

        Assert.Equal(150m, impact.RevenueLoss!.Amount);
        Assert.Null(impact.PerFailedRequest);
    }

    [Fact]
    public void The_greatest_price_and_count_do_not_overflow()
    {
        var impact = Calculate(new ImpactSpec { FailedRequests = new() { Count = long.MaxValue }, Revenue = Price(1_000_000_000m, "USD") });

        Assert.Equal(9_223_372_036_854_775_807_000_000_000m, impact.RevenueLoss!.Amount);
        Assert.Null(Calculate(new ImpactSpec { FailedRequests = new() { Count = 1 }, Revenue = Price(decimal.MaxValue, "USD") }).RevenueLoss);
    }

    [Fact]
    public void Without_a_number_of_failed_requests_there_is_no_loss_but_a_reason()
    {
        var impact = Calculate(new ImpactSpec { Revenue = Price(1, "USD") });

        Assert.Null(impact.RevenueLoss);
        Assert.Contains("number of failed requests is not known", Assert.Single(impact.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Five_hundred_of_two_thousand_users_are_a_quarter() =>
        Assert.Equal(25, Calculate(new ImpactSpec { AffectedUsers = new() { Count = 500, Total = 2000 } }).AffectedUsersPercent);

    [Theory]
    [InlineData(5L, 0L)]
    [InlineData(5L, 4L)]
    public void A_share_above_all_or_of_nothing_is_not_a_number(long affected, long total)
    {
        var impact = Calculate(new ImpactSpec { AffectedUsers = new() { Count = affected, Total = total } });

        Assert.Null(impact.AffectedUsersPercent);
        Assert.Single(impact.Messages);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    [InlineData(1e300)]
    [InlineData(null)]
    public void An_answer_that_is_no_count_is_not_a_number(double? answer)
    {
        var spec = new ImpactSpec { AffectedUsers = new() { Query = "q", Total = 10 }, FailedRequests = new() { Query = "q" } };

        var impact = Calculate(spec, new ImpactEvidence { AffectedUsers = answer, FailedRequests = answer });

        Assert.Equal((null, null, null), (impact.AffectedUsers, impact.FailedRequests, impact.AffectedUsersPercent));
        Assert.Equal(2, impact.Messages.Count);
    }

    [Fact]
    public void Answers_are_whole_numbers()
    {
        var impact = Calculate(new ImpactSpec { AffectedUsers = new() { Query = "q", TotalQuery = "q" } }, new ImpactEvidence { AffectedUsers = 499.5, TotalUsers = 2000 });

        Assert.Equal((500L, 2000L, 25.0), (impact.AffectedUsers, impact.TotalUsers, impact.AffectedUsersPercent));
    }

    [Fact]
    public void Failed_requests_default_to_the_first_objective_that_counts()
    {
        SloReport[] slos = [Slo("latency", null), Slo("availability", new EventCounts(1349.6, 90_000))];

        var impact = new ImpactCalculator(null, null, slos).Calculate();

        Assert.Equal(1350, impact.FailedRequests);
        Assert.Equal("counted by objective availability", impact.FailedRequestsSource);
    }

    [Theory]
    [InlineData("latency", "are not known")]
    [InlineData("nope", "no objective 'nope'")]
    public void A_named_objective_without_events_is_a_reason(string name, string reason)
    {
        var impact = new ImpactCalculator(new ImpactSpec { FailedRequests = new() { Slo = name } }, null, [Slo("latency", null)]).Calculate();

        Assert.Null(impact.FailedRequests);
        Assert.Contains(reason, Assert.Single(impact.Messages), StringComparison.Ordinal);
    }

    private static ImpactReport Calculate(ImpactSpec spec, ImpactEvidence? evidence = null) => new ImpactCalculator(spec, evidence, []).Calculate();

    private static RevenueSpec Price(decimal price, string currency) => new() { PerFailedRequest = price, Currency = currency };

    private static SloReport Slo(string name, EventCounts? counts) => new()
    {
        Name = name,
        Objective = 99.9,
        Window = "30d",
        WindowSeconds = 1,
        Method = BudgetingMethod.Occurrences,
        Incident = counts,
        CountSource = counts is null ? null : CountSource.RawSamples,
    };
}
