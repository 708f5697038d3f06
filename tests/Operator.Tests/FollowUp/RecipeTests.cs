using System.Text.RegularExpressions;
using Operator.Api;
using Operator.FollowUp;
using Operator.Tests.Architecture;

namespace Operator.Tests.FollowUp;

/// <summary>Each query that the documentation recommends fails while its action item is open, and verifies it afterwards.</summary>
public sealed partial class RecipeTests(RecipeHistory history) : IClassFixture<RecipeHistory>
{
    public static TheoryData<string, string> Recipes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Match row in Row().Matches(File.ReadAllText(RepositoryRoot.File("docs", "action-items.md"))))
            {
                data.Add(row.Groups["kind"].Value, row.Groups["query"].Value);
            }

            return data;
        }
    }

    [Fact]
    public void There_are_at_least_ten() => Assert.InRange(Recipes.Count, 10, 100);

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task A_recommended_query_tells_an_open_item_from_one_that_is_done(string kind, string query)
    {
        Assert.Null(QueryOutline.Of(query).Problem);
        using var follower = new Follower(history.Server.Url.ToString(), query) { Origin = RecipeHistory.Start };
        await follower.LookAsync(RecipeHistory.Fixed);
        Assert.True(follower.Status is { State: FollowedState.Open, Verification: { VerifiedAt: null, State: not QueryState.Holds } }, $"{kind}: {follower.Verification}");

        await follower.LookAsync(RecipeHistory.End);
        Assert.True(follower.Status.State == FollowedState.Verified, $"{kind}: {follower.Verification}");

        // Ranges of the queries, and five minutes in which a server looks back for series that end, come on top.
        Assert.InRange(follower.Verification.Since!.Value, RecipeHistory.Fixed, RecipeHistory.Fixed.AddHours(1));
        Assert.Equal(follower.Verification.Since.Value.AddHours(1), follower.Verification.VerifiedAt);
    }

    [GeneratedRegex(@"^\| (?<kind>[^|]+) \| `(?<query>[^`]+)` \| \d+[mhd] \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
