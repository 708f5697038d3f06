namespace Operator.Sandbox.Tests.Conformance;

public abstract class ApplyConformanceTests(ConformanceFixture fixture) : ConformanceTests(fixture)
{
    [Fact]
    public async Task Apply_creates_then_changes_nothing_when_repeated()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await ApplyAsync(widgets, "one", """{"title":"t"}""");
        var again = await ApplyAsync(widgets, "one", """{"title":"t"}""");
        Assert.Equal((201, 200), (created.Code, again.Code));
        Assert.Equal(created.ResourceVersion, again.ResourceVersion);
        Assert.Equal("""{"f:spec":{"f:title":{}}}""", Fields(created, "one", "Apply"));
    }

    [Fact]
    public async Task Another_managers_value_is_a_conflict_that_names_it_until_forced()
    {
        var (_, widgets) = await NamespaceAsync();
        await ApplyAsync(widgets, "one", """{"title":"t","color":"red"}""");
        var refused = await ApplyAsync(widgets, "two", """{"title":"u"}""");
        Assert.Equal((409, "Conflict"), (refused.Code, refused.Reason));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .spec.title", refused.Message);
        var cause = Assert.Single(refused.Body["details"]!["causes"]!.AsArray())!;
        Assert.Equal(("FieldManagerConflict", ".spec.title"), ((string?)cause["reason"], (string?)cause["field"]));
        var forced = await ApplyAsync(widgets, "two", """{"title":"u"}""", "&force=true");
        Assert.Equal("u", (string?)forced.Body["spec"]!["title"]);
        Assert.Equal("""{"f:spec":{"f:color":{}}}""", Fields(forced, "one", "Apply"));
    }

    [Fact]
    public async Task The_same_value_is_shared_and_stays_until_the_last_owner_leaves()
    {
        var (_, widgets) = await NamespaceAsync();
        await ApplyAsync(widgets, "one", """{"title":"t","color":"red"}""");
        await ApplyAsync(widgets, "two", """{"title":"t","color":"red"}""");
        var kept = await ApplyAsync(widgets, "one", """{"title":"t"}""");
        Assert.Equal("red", (string?)kept.Body["spec"]!["color"]);
        var gone = await ApplyAsync(widgets, "two", """{"title":"t"}""");
        Assert.Null(gone.Body["spec"]!["color"]);
    }

    [Fact]
    public async Task What_is_no_longer_applied_is_removed_and_defaults_return()
    {
        var (_, widgets) = await NamespaceAsync();
        await ApplyAsync(widgets, "one", """{"title":"t","size":9,"labels":{"a":"1","b":"2"}}""");
        var answer = await ApplyAsync(widgets, "one", """{"title":"t","labels":{"b":"2"}}""");
        Assert.Equal(7, (int)answer.Body["spec"]!["size"]!);
        Assert.Equal("""{"b":"2"}""", answer.Body["spec"]!["labels"]!.ToJsonString());
    }

    [Fact]
    public async Task List_maps_merge_by_key_and_each_manager_keeps_its_items()
    {
        var (_, widgets) = await NamespaceAsync();
        await ApplyAsync(widgets, "one", """{"title":"t","parts":[{"name":"a","owner":"one"},{"name":"b"}],"tags":["x"]}""");
        await ApplyAsync(widgets, "two", """{"title":"t","parts":[{"name":"c"},{"name":"a","count":5}],"tags":["y"]}""", "&force=true");
        var answer = await ApplyAsync(widgets, "one", """{"title":"t","parts":[{"name":"a","owner":"one"}],"tags":["x"]}""");
        var parts = answer.Body["spec"]!["parts"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => p!, StringComparer.Ordinal);
        Assert.Equal(["a", "c"], parts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("one", 5), ((string?)parts["a"]["owner"], (int)parts["a"]["count"]!));
        Assert.Equal(["x", "y"], answer.Body["spec"]!["tags"]!.AsArray().Select(t => (string)t!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Status_is_applied_apart_from_the_rest()
    {
        var (_, widgets) = await NamespaceAsync();
        await ApplyAsync(widgets, "one", """{"title":"t"}""");
        var status = Widget("w", "{}", ""","status":{"phase":"Ready","conditions":[{"type":"Ready","status":"True"}]}""").Replace(",\"spec\":{}", "", StringComparison.Ordinal);
        var applied = await Api.PatchAsync($"{widgets}/w/status?fieldManager=one", status, ApiClient.Apply);
        Assert.True(applied.Code == 200, applied.Message);
        Assert.Equal(("Ready", "t"), ((string?)applied.Body["status"]!["phase"], (string?)applied.Body["spec"]!["title"]));
        Assert.Equal(1, (int)applied.Metadata["generation"]!);
        var entries = applied.Metadata["managedFields"]!.AsArray();
        Assert.Contains(entries, e => (string?)e!["subresource"] == "status" && (string?)e["operation"] == "Apply");
        Assert.Equal("""{"f:spec":{"f:title":{}}}""", Fields(applied, "one", "Apply"));
        var other = Widget("w", "{}", ""","status":{"conditions":[{"type":"Other","status":"False"}]}""").Replace(",\"spec\":{}", "", StringComparison.Ordinal);
        var merged = await Api.PatchAsync($"{widgets}/w/status?fieldManager=two", other, ApiClient.Apply);
        Assert.Equal(2, merged.Body["status"]!["conditions"]!.AsArray().Count);
    }

    [Fact]
    public async Task Updates_take_ownership_of_what_they_change()
    {
        var (_, widgets) = await NamespaceAsync();
        await ApplyAsync(widgets, "one", """{"title":"t","color":"red"}""");
        var edited = await Api.PatchAsync($"{widgets}/w?fieldManager=editor", """{"spec":{"title":"u"}}""");
        Assert.Equal("""{"f:spec":{"f:title":{}}}""", Fields(edited, "editor", "Update"));
        Assert.Equal("""{"f:spec":{"f:color":{}}}""", Fields(edited, "one", "Apply"));
        var refused = await ApplyAsync(widgets, "one", """{"title":"t","color":"red"}""");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"editor\" using testing.postmortem.dev/v1: .spec.title", refused.Message);
    }

    [Fact]
    public async Task Apply_needs_a_manager_and_known_fields()
    {
        var (_, widgets) = await NamespaceAsync();
        var nameless = await Api.PatchAsync($"{widgets}/w", Widget("w", """{"title":"t"}"""), ApiClient.Apply);
        Assert.Contains("fieldManager: Required value", nameless.Message, StringComparison.Ordinal);
        var unknown = await ApplyAsync(widgets, "one", """{"title":"t","oops":1}""");
        Assert.Equal(500, unknown.Code);
        Assert.Contains(".spec.oops: field not declared in schema", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apply_is_read_as_YAML_where_each_escape_is_a_character()
    {
        var (_, widgets) = await NamespaceAsync();
        var halves = await ApplyAsync(widgets, "one", """{"title":"\uD83D\uDD34"}""");
        Assert.Equal((400, "BadRequest"), (halves.Code, halves.Reason));
        Assert.Contains("found invalid Unicode character escape code", halves.Message, StringComparison.Ordinal);
        var whole = await ApplyAsync(widgets, "one", """{"title":"🔴 \u003c\u2028 \\uD83D"}""");
        Assert.Equal("🔴 <\u2028 \\uD83D", (string?)whole.Body["spec"]!["title"]);
    }

    private Task<ApiAnswer> ApplyAsync(string widgets, string manager, string spec, string more = "") =>
        Api.PatchAsync($"{widgets}/w?fieldManager={manager}{more}", Widget("w", spec), ApiClient.Apply);

    private static string Fields(ApiAnswer answer, string manager, string operation) =>
        answer.Metadata["managedFields"]!.AsArray()
            .Single(e => (string?)e!["manager"] == manager && (string?)e["operation"] == operation && e["subresource"] is null)!["fieldsV1"]!
            .ToJsonString();
}

public sealed class SandboxApplyTests(SandboxFixture fixture) : ApplyConformanceTests(fixture), IClassFixture<SandboxFixture>;

public sealed class KubeApiServerApplyTests(KubeApiServerConformanceFixture fixture) : ApplyConformanceTests(fixture), IClassFixture<KubeApiServerConformanceFixture>;
