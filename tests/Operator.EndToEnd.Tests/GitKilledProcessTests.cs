using System.Text.RegularExpressions;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// A process that publishes to Git is killed after each of its writes in turn. What it pushes after the write still arrives, because git goes on
/// alone; no edit of people is lost, whatever the other process finds. It is killed at its pushes by <see cref="GitLifeTests"/>.
/// </summary>
public sealed class GitKilledProcessTests
{
    [Fact]
    public async Task Whatever_call_is_the_last_a_restarted_process_ends_in_the_same_state_and_keeps_what_people_wrote()
    {
        var states = await MortalLife.TryEachCallAsync(LiveAsync, 15, 90);

        foreach (var expected in new[]
        {
            "edited, ticked and changed: .*Checkbox Done Ann <ann@example.com>.* 1 document, words 1, P2 1, done 1, open 0; 1 row",
            "created again.*Checkbox Done Ann <ann@example.com>.* 1 document, words 1, P2 1, done 1, open 0; 1 row",
            "deleted with its files: no resource; handbook.md \\S+/pm/README.md \\S+/pm/evidence.json.gz postmortems/README.md; 1 document, words 1, P2 1, done 0, open 1; . row",
        })
        {
            Assert.True(Regex.IsMatch(states, $"(?m)^{expected}$", RegexOptions.None, TimeSpan.FromSeconds(1)), $"'{expected}' is not in\n{states}");
        }
    }

    private static async Task<(string State, string? LastCall)> LiveAsync(int? killAfter)
    {
        using var repository = new BareRepository();
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["POSTMORTEM__CLUSTERNAME"] = "eu",
            ["POSTMORTEM__GIT__DIRECTORY"] = Path.Combine(repository.Folder, "copies"),
            ["POSTMORTEM__GIT__REPOSITORIES__0__NAME"] = "handbook",
            ["POSTMORTEM__GIT__REPOSITORIES__0__URL"] = repository.Path,
            ["POSTMORTEM__GIT__REPOSITORIES__0__POLLINTERVAL"] = "1s",
        };
        var life = new GitLife(world, repository);
        return await new MortalLife(life.Acts(), life.StateAsync, () => world.StartOperatorProcess(environment: environment)).RunAsync(world, killAfter, onlyWrites: true);
    }
}
