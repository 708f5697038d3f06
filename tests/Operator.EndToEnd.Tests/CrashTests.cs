using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Runtime.KubeApi;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// The operator dies after each of its calls in turn, over a whole life. The call has its effect, its answer never arrives, and
/// nothing of that process is heard again: what is left is what a killed process leaves.
/// </summary>
public sealed class CrashTests
{
    private const int MostCalls = 60;

    [Fact]
    public async Task Whatever_call_is_the_last_a_restarted_operator_ends_in_the_same_state()
    {
        var (expected, calls) = await LiveAsync(dieAfter: null);
        Assert.InRange(calls, 6, MostCalls);
        for (var n = 1; n <= calls; n++)
        {
            var (actual, _) = await LiveAsync(n);
            Assert.True(expected == actual, $"after a death at call {n}:\n{actual}\ninstead of\n{expected}");
        }
    }

    private static async Task<(string State, int Calls)> LiveAsync(int? dieAfter)
    {
        await using var world = await World.CreateAsync(withOperator: false);
        var calls = 0;
        var dead = false;
        world.Server.Faults = (request, http) =>
        {
            if (request.Agent != World.Operator || request.Verb is "list" or "watch" || request.Resource.StartsWith("events", StringComparison.Ordinal))
            {
                return Continue(dead && request.Agent == World.Operator, http);
            }

            if (dead)
            {
                return Continue(cut: true, http);
            }

            if (Interlocked.Increment(ref calls) != dieAfter)
            {
                return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
            }

            dead = true;
            return new ValueTask<FaultOutcome>(FaultOutcome.LoseAnswer);
        };
        await world.StartOperatorAsync();
        var state = "";
        foreach (var act in Acts(world))
        {
            await act.Do();
            await Until.TrueAsync(
                async () =>
                {
                    if (dead)
                    {
                        await world.AbandonOperatorAsync();
                        (dead, dieAfter) = (false, null);
                        await world.StartOperatorAsync();
                    }

                    return await act.IsDone();
                },
                () => act.Name);
            state += await StateAsync(world);
        }

        return (state, calls);
    }

    private static ValueTask<FaultOutcome> Continue(bool cut, HttpContext http)
    {
        if (!cut)
        {
            return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
        }

        http.Abort();
        return new ValueTask<FaultOutcome>(FaultOutcome.Handled);
    }

    private static IEnumerable<Act> Acts(World world)
    {
        yield return new Act("ongoing", () =>
        {
            world.Prometheus.FiringAt = World.Start.AddMinutes(-10);
            return world.ApplyAsync("pm", Specs.Alerted);
        }, Resource(world, p => p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.Resolved) == Reasons.Ongoing));
        yield return new Act("frozen", () =>
        {
            world.Prometheus.LastFiringAt = World.Start.AddMinutes(-1);
            world.Time.Advance(TimeSpan.FromMinutes(5));
            return Task.CompletedTask;
        }, Resource(world, p => p.Is(ConditionTypes.Ready) && p.IsFrozen));
        yield return new Act("reviewed", () => world.ApplyAsync("pm", Specs.With(Specs.Alerted, """
            "outputs":{"configMap":{"name":"elsewhere"}},"review":{"reviewers":[{"name":"Tech Lead","approvedAt":"2025-12-14T09:00:00Z"}]}
            """)), Resource(world, p => p.IsCurrent && p.Is(ConditionTypes.Reviewed) && p.Status!.Phase == PostMortemPhase.Published));
        yield return new Act("deleted", () => world.DeleteAsync("pm"), async () => (await ConfigMapsAsync(world)).Count == 0);
    }

    private static Func<Task<bool>> Resource(World world, Func<LivePostMortemView, bool> condition) =>
        async () => await world.FindAsync("pm") is { } resource && condition(resource);

    /// <summary>What must be the same whenever the process died: everything but times and what follows from them.</summary>
    private static async Task<string> StateAsync(World world)
    {
        var resource = await world.FindAsync("pm");
        var status = resource?.Status;
        var conditions = status?.Conditions?.Select(c => $"{c.Type}={c.Status}/{c.Reason}") ?? [];
        var configMaps = await ConfigMapsAsync(world);
        return $"{status?.Phase} {status?.Evidence?.State} {status?.Summary?.State} [{string.Join(' ', conditions)}] [{string.Join(' ', configMaps)}]\n";
    }

    private static async Task<List<string>> ConfigMapsAsync(World world)
    {
        var page = await world.Client.ListPageAsync<JsonObject>(ResourceType.ConfigMap, "default", new ListQuery(), CancellationToken.None);
        return [.. page.Items.Select(c => $"{c["metadata"]!["name"]}:{string.Join(',', (c["data"] ?? c["binaryData"])!.AsObject().Select(d => d.Key))}").Order(StringComparer.Ordinal)];
    }

    private sealed record Act(string Name, Func<Task> Do, Func<Task<bool>> IsDone);
}
