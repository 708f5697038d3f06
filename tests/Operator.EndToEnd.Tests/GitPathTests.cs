using System.Text.Json;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>Paths of a resource's own.</summary>
public class GitPathTests : GitTestBase
{
    private const string First = "postmortems/P0/email-service/2025-12/pm/index.md";

    /// <summary>Neither another expression nor another value in it moves a file that links point to.</summary>
    [Fact]
    public async Task A_path_is_where_the_expression_says_and_is_fixed_when_the_document_is_first_published()
    {
        const string Expression = "{{ severity }}/{{ service }}/{{ year }}-{{ month }}/{{ name }}/index.md";
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Spec(Expression));
            Assert.Equal("handbook/" + First, Location(await world.UntilReadyAsync("pm")));
            Assert.Contains("# Post-Mortem: Email service outage", Repository.Read(First), StringComparison.Ordinal);

            await world.ApplyAsync("pm", Spec("elsewhere/{{ name }}/README.md").Replace("\"P0\"", "\"P2\"", StringComparison.Ordinal));
            Assert.Equal("handbook/" + First, Location(await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready), "is published again")));
            await process.TerminateAsync();
        }

        // A restarted process knows no more than the status.
        await using var second = Start(world);
        await world.ApplyAsync("pm", Spec("elsewhere/{{ name }}/README.md").Replace("\"P0\"", "\"P3\"", StringComparison.Ordinal));
        Assert.Equal("handbook/" + First, Location(await world.UntilReadyAsync("pm")));
        Assert.Contains("**Priority:** P3", Repository.Read(First), StringComparison.Ordinal);
        Assert.Equal(["handbook.md", "postmortems/P0/email-service/2025-12/pm/index.md", "postmortems/P0/email-service/2025-12/pm/status.json", "postmortems/README.md"], Repository.Files);
    }

    [Theory]
    [InlineData("../{{ name }}/README.md")]
    [InlineData("{{ name }}/../../secrets/README.md")]
    [InlineData("/etc/{{ name }}/README.md")]
    [InlineData("{{ name }}/.git/README.md")]
    [InlineData("../.github/workflows/README.md")]
    [InlineData("--upload-pack={{ name }}/README.md")]
    [InlineData("pr\u043eduction/{{ name }}/README.md")]
    [InlineData("{{ name }}.md")]
    public async Task A_path_that_leads_elsewhere_is_refused_and_nothing_is_written(string expression)
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec(expression));

        var stalled = await world.UntilStalledAsync("pm", Reasons.PathUnsafe);

        Assert.StartsWith("spec.outputs.git.path: ", stalled.Message(ConditionTypes.Published), StringComparison.Ordinal);
        Assert.Equal(1, Repository.Commits);
        Assert.NotNull(await world.FindConfigMapAsync("pm-postmortem"));
    }

    /// <summary>What people write in other fields is not trusted to be a folder.</summary>
    [Fact]
    public async Task A_value_from_the_spec_leads_nowhere_else()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec("{{ service }}/{{ name }}/README.md").Replace("[\"email-service\"]", "[\"../../.git/hooks\"]", StringComparison.Ordinal));

        Assert.Equal("handbook/postmortems/git-hooks/pm/README.md", Location(await world.UntilReadyAsync("pm")));
    }

    /// <summary>An administrator's glob decides which namespaces publish.</summary>
    [Theory]
    [InlineData("team-a", true)]
    [InlineData("my-team-a", false)]
    public async Task A_repository_is_open_to_the_namespaces_that_its_globs_match(string ns, bool isOpen)
    {
        await using var world = await CreateAsync();
        await Kubectl.RunAsync(world, "create", "namespace", ns);
        await using var process = Start(world, ("GIT__REPOSITORIES__0__ALLOWEDNAMESPACES__0", "team-*"));
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output), ns);

        var resource = await world.UntilAsync("pm", p => p.IsCurrent && p.IsReconciled && p.Reason(ConditionTypes.Published) is Reasons.Succeeded or Reasons.RepositoryForbidden, "is judged", ns);

        Assert.Equal(isOpen, resource.Is(ConditionTypes.Published));
        Assert.Equal(isOpen, Repository.Has($"postmortems/2025/{ns}/pm/README.md"));
    }

    private static string Location(LivePostMortemView resource) => Assert.Single(resource.Status!.Document!.Outputs!, o => o.Type == "Git").Location;

    private static string Spec(string path) => Specs.With(Specs.Manual, $"\"outputs\":{{\"git\":{{\"repository\":\"handbook\",\"path\":{JsonSerializer.Serialize(path)}}}}}");
}
