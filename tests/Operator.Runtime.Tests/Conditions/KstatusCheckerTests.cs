using k8s.Models;
using Operator.Testing.Kstatus;

namespace Operator.Runtime.Tests.Conditions;

public sealed class KstatusCheckerTests
{
    private readonly KstatusChecker _checker = new("FetchFailed");

    [Fact]
    public void A_ready_object_is_clean() => Assert.True(_checker.Check([Condition("Ready", "True")], 3, 3).IsClean);

    [Theory]
    [InlineData("F1", "Ready=True", "FetchFailed=True")]
    [InlineData("F2", "Published=True")]
    [InlineData("F3", "Ready=Unknown", "Reconciling=True")]
    [InlineData("F4", "Ready=True", "Stalled=True")]
    [InlineData("F5", "Ready=False", "Reconciling=True", "Stalled=True")]
    [InlineData("F8", "Ready=True", "Published=True@2")]
    [InlineData("F9", "Ready=True", "Published=True@2")]
    [InlineData("F11", "Ready=Unknown")]
    public void A_broken_rule_is_a_failure(string rule, params string[] conditions) =>
        Assert.Contains(_checker.Check(Parse(conditions), 3, 3).Failures, f => f.StartsWith($"{rule}:", StringComparison.Ordinal));

    [Fact]
    public void An_observed_generation_ahead_or_behind_is_a_failure()
    {
        Assert.Contains(_checker.Check([Condition("Ready", "False")], 3, 4).Failures, f => f.StartsWith("F6:", StringComparison.Ordinal));
        Assert.Contains(_checker.Check([Condition("Ready", "True")], 3, 2).Failures, f => f.StartsWith("F7:", StringComparison.Ordinal));
        Assert.Empty(_checker.Check([Condition("Ready", "False")], 3, 2).Failures);
    }

    [Theory]
    [InlineData("W1", "Ready=True", "FetchFailed=False")]
    [InlineData("W2", "Ready=False", "FetchFailed=True")]
    [InlineData("W3", "Ready=True", "Reconciling=False")]
    [InlineData("W4", "Ready=True", "Stalled=False")]
    [InlineData("W5", "Ready=True@0")]
    public void What_should_not_be_is_a_warning(string rule, params string[] conditions) =>
        Assert.Contains(_checker.Check(Parse(conditions), 3, 3).Warnings, w => w.StartsWith($"{rule}:", StringComparison.Ordinal));

    [Fact]
    public void Ready_that_repeats_the_gravest_condition_is_clean() =>
        Assert.True(_checker.Check([Condition("Ready", "False", reason: "FetchFailed"), Condition("FetchFailed", "True", reason: "FetchFailed")], 3, 3).IsClean);

    private static V1Condition[] Parse(string[] conditions) => [.. conditions.Select(text =>
    {
        var parts = text.Split('=', '@');
        return Condition(parts[0], parts[1], parts.Length > 2 ? int.Parse(parts[2]) : 3);
    })];

    private static V1Condition Condition(string type, string status, int generation = 3, string? reason = null) =>
        new() { Type = type, Status = status, Reason = reason ?? type, Message = "", ObservedGeneration = generation };
}
