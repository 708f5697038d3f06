using Operator.Api;
using Operator.Runtime.Client;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>
/// The life of a resource that is published to Git, for a process with the system's clock: people edit its file and tick boxes, it is deleted and
/// comes back when Prometheus has forgotten its incident, and in the end it is deleted with its files.
/// </summary>
public sealed class GitLife(World world, BareRepository repository)
{
    private const string Name = "pm";
    private const string Words = "**Priority:** P0, felt like P1";

    private DateTimeOffset _created;

    /// <summary>What happens, one after the other.</summary>
    public IEnumerable<Act> Acts()
    {
        var now = world.Time.GetUtcNow();
        yield return new Act(
            "published",
            async () =>
            {
                (world.Prometheus.FiringAt, world.Prometheus.LastFiringAt) = (now.AddMinutes(-40), now.AddMinutes(-30));
                await world.ApplyAsync(Name, Spec("P0", "Retain"));
                _created = world.Time.GetUtcNow();
            },
            Resource(p => p.IsFrozen && p.Reason(ConditionTypes.Published) == Reasons.Succeeded));
        yield return new Act(
            "edited, ticked and changed",
            () =>
            {
                var text = repository.Read(Readme);
                repository.Commit("Words and a tick", (Readme, text.Replace("**Priority:** P0", Words, StringComparison.Ordinal).Replace("[ ] **AI-1:**", "[x] **AI-1:**", StringComparison.Ordinal)));
                return world.ApplyAsync(Name, Spec("P2", "Retain"));
            },
            Resource(p => p.Reason(ConditionTypes.Published) == Reasons.HumanEdited && IsDone(p) && repository.Read(Readme).Contains("**Priority:** P2", StringComparison.Ordinal)));
        yield return new Act("deleted", DeleteAsync, async () => await world.FindAsync(Name) is null);
        yield return new Act(
            "created again, once Prometheus has forgotten",
            async () =>
            {
                world.Prometheus.FiringAt = null;
                await world.Client.DeleteAsync(ResourceType.ConfigMap, new("default", Name + "-evidence"), null, CancellationToken.None);

                // Kubernetes dates objects by whole seconds, and by that date the operator tells this resource from the former one.
                await Until.TrueAsync(() => Task.FromResult(world.Time.GetUtcNow() >= _created.AddSeconds(1)), () => "the next second");
                await world.ApplyAsync(Name, Spec("P2", "Delete"));
            },
            Resource(p => p.IsFrozen && p.Status!.Alerts!.Count == 1 && p.Status.Document?.AdoptedFrom is not null && p.Reason(ConditionTypes.Published) == Reasons.HumanEdited && IsDone(p)));
        yield return new Act("unticked", () => EditAsync("[x] **AI-1:**", "[ ] **AI-1:**"), Resource(p => p.Status!.ActionItems![0].State == FollowedState.Open));
        yield return new Act("deleted with its files", DeleteAsync, async () => await world.FindAsync(Name) is null);
    }

    /// <summary>What must be the same whenever the process died: everything but times, commits and what follows from them.</summary>
    public async Task<string> StateAsync()
    {
        var files = string.Join(' ', repository.Files);
        var text = Readme is { Length: > 0 } readme ? repository.Read(readme) : "";
        var document = $"{Count(text, "postmortem.dev/document")} document, words {Count(text, Words)}, P2 {Count(text, "**Priority:** P2")}, done {Count(text, "[x] **AI-1:**")}, open {Count(text, "[ ] **AI-1:**")}";
        var rows = $"{Count(repository.Read("postmortems/README.md"), "default/pm/README.md")} row";
        if (await world.FindAsync(Name) is not { } resource)
        {
            return $"no resource; {files}; {document}; {rows}";
        }

        var status = resource.Status!;
        var conditions = status.Conditions!.Select(c => $"{c.Type}={c.Status}/{c.Reason}");
        var statements = (status.ActionItems![0].Statements ?? []).Select(s => $"{s.Source} {s.State} {s.By}");
        var outputs = status.Document!.Outputs!.Select(o => o.Location);
        return $"{status.Phase} {status.Evidence?.State} {string.Join(',', outputs)} [{string.Join(' ', conditions)}] [{string.Join(' ', statements)}]; {files}; {document}; {rows}";
    }

    private string Readme => repository.Files.SingleOrDefault(f => f.EndsWith("/pm/README.md", StringComparison.Ordinal)) ?? "";

    private static bool IsDone(LivePostMortemView resource) => resource.Status!.ActionItems![0].State == FollowedState.Done;

    private static int Count(string text, string what) => text.Split(what).Length - 1;

    private static string Spec(string severity, string policy) => Specs.With(
        Specs.Alerted.Replace("\"P0\"", $"\"{severity}\"", StringComparison.Ordinal),
        $"\"deletionPolicy\":\"{policy}\",\"outputs\":{{\"git\":{{\"repository\":\"handbook\"}}}},\"actionItems\":[{{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\"}}]");

    private Task EditAsync(string before, string after)
    {
        repository.Commit("Edit", (Readme, repository.Read(Readme).Replace(before, after, StringComparison.Ordinal)));
        return Task.CompletedTask;
    }

    private Task DeleteAsync() => world.DeleteAsync(Name);

    private Func<Task<bool>> Resource(Func<LivePostMortemView, bool> condition) =>
        async () => await world.FindAsync(Name) is { } resource && resource.IsCurrent && resource.Is(ConditionTypes.Ready) && condition(resource);
}
