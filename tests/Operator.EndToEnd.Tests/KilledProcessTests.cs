using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>A real process that is killed in the middle of its work, at a sample of its calls.</summary>
public sealed class KilledProcessTests
{
    [Theory]
    [InlineData("patch", "configmaps")]
    [InlineData("patch", "postmortems.postmortem.dev")]
    public async Task A_process_killed_in_a_write_leaves_nothing_that_the_next_does_not_finish(string verb, string resource)
    {
        await using var world = await World.CreateAsync(withOperator: false);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = false;
        world.Server.Faults = (request, _) =>
        {
            if (killed || request.Agent != World.Operator || request.Verb != verb || request.Resource != resource)
            {
                return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
            }

            reached.TrySetResult();
            return new ValueTask<FaultOutcome>(FaultOutcome.LoseAnswer);
        };
        await world.ApplyAsync("p0-042", Specs.Manual);
        using (var first = world.StartOperatorProcess())
        {
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
            first.Kill();
            await first.WaitForExitAsync();
        }

        killed = true;
        using var second = world.StartOperatorProcess();
        try
        {
            var resourceAfter = await world.UntilReadyAsync("p0-042");
            Assert.Equal("default/p0-042-postmortem", resourceAfter.Status!.Document!.Outputs!.Single().Location);
            Assert.Equal(PostMortemPhase.Published, resourceAfter.Status.Phase);
            Assert.NotNull(await world.FindConfigMapAsync("p0-042-postmortem"));
        }
        finally
        {
            second.Kill();
            await second.WaitForExitAsync();
        }
    }
}
