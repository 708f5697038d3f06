using System.Text;
using Operator.Api;
using Operator.Core.Tests.FollowUp;
using Operator.Tests.Architecture;

namespace Operator.Tests.FollowUp;

/// <summary>
/// Every order of one or two statements, and of the three that matter most, with the state, the time of completion and the condition that
/// come of it. With UPDATE_GOLDEN=1 the table is written instead of compared; read the difference.
/// </summary>
public sealed class StateTableTests
{
    private static readonly string Table = RepositoryRoot.File("tests", "Operator.Tests", "FollowUp", "states.md");

    private static readonly (string Name, StatementSource Source, FollowedState State)[] Said =
    [
        ("spec: Open", StatementSource.Spec, FollowedState.Open),
        ("spec: InProgress", StatementSource.Spec, FollowedState.InProgress),
        ("spec: Done", StatementSource.Spec, FollowedState.Done),
        ("spec: WontDo", StatementSource.Spec, FollowedState.WontDo),
        ("box ticked", StatementSource.Checkbox, FollowedState.Done),
        ("box unticked", StatementSource.Checkbox, FollowedState.Open),
        ("issue closed", StatementSource.Issue, FollowedState.Done),
        ("issue closed as not planned", StatementSource.Issue, FollowedState.WontDo),
        ("issue reopened", StatementSource.Issue, FollowedState.Open),
        ("box in the pull request ticked", StatementSource.PullRequest, FollowedState.Done),
        ("box in the pull request unticked", StatementSource.PullRequest, FollowedState.Open),
        ("query verified", StatementSource.Verify, FollowedState.Verified),
        ("query regressed", StatementSource.Verify, FollowedState.Regressed),
    ];

    [Fact]
    public void Every_order_of_statements_gives_the_state_and_the_message_of_the_table()
    {
        var table = new StringBuilder("""
            Statements are an hour apart, the first at 09:00. Without any, the action item is Open.

            | said, in this order | state | done since | condition | its message |
            |---|---|---|---|---|

            """);
        foreach (var order in Orders())
        {
            table.AppendLine(Row(order));
        }

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Table, table.ToString());
        }

        Assert.Equal(File.ReadAllText(Table), table.ToString());
    }

    private static IEnumerable<int[]> Orders()
    {
        var all = Enumerable.Range(0, Said.Length).ToList();
        var orders = all.Select(i => (int[])[i])
            .Concat(all.SelectMany(i => all.Select(j => (int[])[i, j])))
            .Concat(all.SelectMany(i => all.SelectMany(j => all.Select(k => (int[])[i, j, k]))).Where(IsTelling));

        // What was never verified does not regress.
        return orders.Where(o => !o.Select((s, at) => (s, at)).Any(x => Said[x.s].State == FollowedState.Regressed && !o.Take(x.at).Any(s => Said[s].State == FollowedState.Verified)));
    }

    // Of three: each source once, or one that takes back what it said while another has spoken.
    private static bool IsTelling(int[] order)
    {
        var sources = order.Select(i => Said[i].Source).ToList();
        return sources.Distinct().Count() == 3 || (sources[0] == sources[2] && sources[0] != sources[1] && Said[order[0]].State != Said[order[2]].State);
    }

    private static string Row(int[] order)
    {
        var story = new ActionItemStory(new DateTimeOffset(2025, 12, 14, 8, 0, 0, TimeSpan.Zero));
        foreach (var i in order)
        {
            story.Say(Said[i].Source, Said[i].State);
        }

        var completed = story.Item.CompletedAt is { } at ? at.ToString("HH:mm", null) : "";
        return $"| {string.Join(", ", order.Select(i => Said[i].Name))} | {story.Item.State} | {completed} | {story.Condition.Status} {story.Condition.Reason} | {story.Condition.Message.Replace("|", "\\|", StringComparison.Ordinal)} |";
    }
}
