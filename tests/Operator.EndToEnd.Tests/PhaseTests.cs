using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>What is said to be published is resolved, written, approved and delivered, and stays so with its date.</summary>
public class PhaseTests
{
    private static readonly string Written = Specs.With(Specs.Manual, Specs.Sections);

    [Fact]
    public async Task A_document_with_nothing_written_is_a_draft_and_says_so()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Specs.Manual);

        var resource = await world.UntilReadyAsync("p0-042");

        Assert.Equal((PostMortemPhase.Draft, null), (resource.Status!.Phase, resource.Status.Document!.PublishedAt));
        Assert.Equal(Reasons.MissingSections, resource.Reason(ConditionTypes.Complete));
        Assert.Contains("lessonsLearned", resource.Status.Document.MissingSections!);
        var text = await MarkdownAsync(world);
        Assert.Contains("Draft", text);
        Assert.Contains("**Published:** Not yet", text);
    }

    [Fact]
    public async Task Once_published_it_keeps_its_date_and_falls_back_only_when_a_section_is_withdrawn()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Written);
        var published = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Phase == PostMortemPhase.Published, "is published");
        var date = published.Status!.Document!.PublishedAt;
        Assert.NotNull(date);

        world.Time.Advance(TimeSpan.FromDays(2));
        await world.ApplyAsync("p0-042", Specs.With(Written, "\"authors\":[\"@engineer\"]"));
        await Until.TrueAsync(async () => (await MarkdownAsync(world)).Contains("@\u2060engineer", StringComparison.Ordinal), () => "the change is delivered");
        var changed = await world.UntilReadyAsync("p0-042");
        Assert.Equal((PostMortemPhase.Published, date), (changed.Status!.Phase, changed.Status.Document!.PublishedAt));
        Assert.Contains("**Published:** 2025-12-14", await MarkdownAsync(world));

        // The incident opens again: what is published stays.
        await world.ApplyAsync("p0-042", Specs.With(Written, "\"timeline\":[]").Replace(",\"resolvedAt\":\"2025-12-14T07:12:00Z\"", ",\"ongoing\":true", StringComparison.Ordinal));
        var open = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Reason(ConditionTypes.Resolved) == Reasons.Ongoing, "goes on");
        Assert.Equal((PostMortemPhase.Published, date), (open.Status!.Phase, open.Status.Document!.PublishedAt));

        await world.ApplyAsync("p0-042", Specs.Manual);
        var withdrawn = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Phase == PostMortemPhase.Draft, "is a draft");
        Assert.Null(withdrawn.Status!.Document!.PublishedAt);
    }

    [Fact]
    public async Task A_reviewer_who_is_added_later_takes_nothing_back_and_a_withdrawn_approval_does()
    {
        const string Approved = """{"name":"Lead","approvedAt":"2025-12-14T07:30:00Z"}""";
        static string Spec(params string[] reviewers) => Specs.With(Written, $$"""
            "review":{"reviewers":[{{string.Join(',', reviewers)}}]}
            """.Trim());
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Spec(Approved));
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Phase == PostMortemPhase.Published, "is published");

        await world.ApplyAsync("p0-042", Spec(Approved, """{"name":"New"}"""));
        var more = await world.UntilAsync("p0-042", p => p.IsCurrent && !p.Is(ConditionTypes.Reviewed), "waits for the new reviewer");
        Assert.Equal(PostMortemPhase.Published, more.Status!.Phase);
        Assert.Equal(["Lead"], more.Status.Document!.ApprovedBy!);

        await world.ApplyAsync("p0-042", Spec("""{"name":"Lead"}""", """{"name":"New"}"""));
        var withdrawn = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Phase == PostMortemPhase.Draft, "is a draft");
        Assert.Null(withdrawn.Status!.Document!.ApprovedBy);
    }

    [Fact]
    public async Task An_approval_that_is_withdrawn_while_the_resource_is_suspended_counts_as_withdrawn_afterwards()
    {
        const string Approved = "\"review\":{\"reviewers\":[{\"name\":\"Lead\",\"approvedAt\":\"2025-12-14T07:30:00Z\"}]}";
        const string Withdrawn = "\"review\":{\"reviewers\":[{\"name\":\"Lead\"}]}";
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Specs.With(Written, Approved));
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Phase == PostMortemPhase.Published, "is published");

        await world.ApplyAsync("p0-042", Specs.With(Written, Withdrawn + ",\"suspend\":true"));
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Reason(ConditionTypes.Ready) == Reasons.Suspended, "is suspended");

        await world.ApplyAsync("p0-042", Specs.With(Written, Withdrawn));
        var draft = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Phase == PostMortemPhase.Draft, "is a draft");
        Assert.False(draft.Is(ConditionTypes.Reviewed));
    }

    [Fact]
    public async Task A_change_that_waits_for_delivery_is_an_update_that_is_pending()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Written);
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Phase == PostMortemPhase.Published, "is published");

        world.Server.Faults = (request, http) =>
        {
            if (request.Agent == World.Operator && request.IsWrite && request.Resource.StartsWith("configmaps", StringComparison.Ordinal))
            {
                http.Response.StatusCode = 503;
                return ValueTask.FromResult(FaultOutcome.Handled);
            }

            return ValueTask.FromResult(FaultOutcome.Continue);
        };
        await world.ApplyAsync("p0-042", Specs.With(Written, "\"authors\":[\"@engineer\"]"));
        var waiting = await world.UntilAsync("p0-042", p => p.Reason(ConditionTypes.Published) == Reasons.UpdatePending, "has an update that is pending");
        Assert.Equal(PostMortemPhase.Published, waiting.Status!.Phase);
        Assert.Equal((false, Reasons.OutputUnavailable), (waiting.Is(ConditionTypes.Ready), waiting.Reason(ConditionTypes.Ready)));

        world.Server.Faults = null;
        var delivered = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Is(ConditionTypes.Published), "is delivered");
        Assert.Equal(PostMortemPhase.Published, delivered.Status!.Phase);
    }

    [Fact]
    public async Task An_approval_in_the_future_is_ignored_with_a_notice_until_then()
    {
        await using var world = await World.CreateAsync();
        var approval = World.Start.AddHours(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        await world.ApplyAsync("p0-042", Specs.With(Written, $"\"review\":{{\"reviewers\":[{{\"name\":\"Tech Lead\",\"approvedAt\":\"{approval}\"}}]}}"));

        var early = await world.UntilReadyAsync("p0-042");
        Assert.Equal((PostMortemPhase.Draft, Reasons.AwaitingApproval), (early.Status!.Phase, early.Reason(ConditionTypes.Reviewed)));
        Assert.Contains("spec.review.reviewers[0].approvedAt", early.Message(ConditionTypes.Ready));
        Assert.Contains("is in the future and is ignored", await MarkdownAsync(world));

        world.Time.Advance(TimeSpan.FromHours(2.1));
        await world.UntilAsync("p0-042", p => p.Status!.Phase == PostMortemPhase.Published || Later(world), "is published");
    }

    private static bool Later(World world)
    {
        world.Time.Advance(TimeSpan.FromMinutes(10));
        return false;
    }

    private static async Task<string> MarkdownAsync(World world) =>
        (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>();
}
