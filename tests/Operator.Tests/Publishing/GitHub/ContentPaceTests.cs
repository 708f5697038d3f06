using System.Net;
using System.Net.Http.Headers;
using Operator.EndToEnd.Tests.Support;
using Operator.Publishing.GitHub;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>How long many pull requests take under what GitHub documents of content: at most 80 requests a minute and 500 an hour.</summary>
public sealed class ContentPaceTests
{
    private const int Pulls = 1000;

    // Blob, tree, commit, branch, pull request, labels and one reviewer, as HourlyRequestTests counts them.
    private const int WritesOfEach = 7;

    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Queue<DateTimeOffset> _minute = new();
    private readonly Queue<DateTimeOffset> _hour = new();
    private int _refusals;

    /// <summary>GitHub does not say which requests count: the pull request alone, or all that write.</summary>
    [Theory]
    [InlineData(false, 1.94, 2.1, 60)]
    [InlineData(true, 13, 13.3, 60)]
    public async Task A_thousand_pull_requests(bool allCount, double atLeastHours, double atMostHours, int mostRefusals)
    {
        var begin = _time.GetUtcNow();
        var limits = new GitHubLimits(_time);
        for (var write = 0; write < Pulls * WritesOfEach; write++)
        {
            do
            {
                _time.Advance(limits.Closed);
                var turn = limits.PaceAsync(CancellationToken.None);
                _time.Advance(turn.IsCompleted ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
                await turn;
            }
            while ((allCount || write % WritesOfEach == 4) && IsRefused(limits));
        }

        var hours = (_time.GetUtcNow() - begin).TotalHours;
        TestContext.Current.SendDiagnosticMessage("{0} pull requests take {1:0.00} hours, with {2} refusals.", Pulls, hours, _refusals);
        Assert.InRange(hours, atLeastHours, atMostHours);
        Assert.InRange(_refusals, 0, mostRefusals);
    }

    /// <summary>As GitHub refuses what is too much: with the time after which there is room again.</summary>
    private bool IsRefused(GitHubLimits limits)
    {
        var now = _time.GetUtcNow();
        if ((Wait(_minute, 80, TimeSpan.FromMinutes(1), now) ?? Wait(_hour, 500, TimeSpan.FromHours(1), now)) is { } wait)
        {
            _refusals++;
            using var response = new HttpResponseMessage(HttpStatusCode.Forbidden) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds))) } };
            Assert.NotNull(limits.Read(response, "You have exceeded a secondary rate limit"));
            return true;
        }

        _minute.Enqueue(now);
        _hour.Enqueue(now);
        return false;
    }

    private static TimeSpan? Wait(Queue<DateTimeOffset> taken, int most, TimeSpan window, DateTimeOffset now)
    {
        while (taken.TryPeek(out var first) && first + window <= now)
        {
            taken.Dequeue();
        }

        return taken.Count < most ? null : taken.Peek() + window - now;
    }
}
