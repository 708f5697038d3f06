using System.Text.Json.Nodes;

namespace Operator.Sandbox.Tests.Conformance;

public abstract class WriteConformanceTests(ConformanceFixture fixture) : ConformanceTests(fixture)
{
    [Fact]
    public async Task Create_fills_metadata_and_defaults_and_drops_status()
    {
        var (ns, widgets) = await NamespaceAsync();
        var created = await Api.PostAsync(widgets, Widget("a", """{"title":"t","parts":[{"name":"x"}]}""", ""","status":{"phase":"Mine"}"""));
        Assert.Equal(201, created.Code);
        Assert.Equal(ns, (string?)created.Metadata["namespace"]);
        Assert.Equal(1, (int)created.Metadata["generation"]!);
        Assert.NotEmpty((string)created.Metadata["uid"]!);
        Assert.NotNull(created.Metadata["creationTimestamp"]);
        Assert.Equal(7, (int)created.Body["spec"]!["size"]!);
        Assert.Equal(1, (int)created.Body["spec"]!["parts"]![0]!["count"]!);
        Assert.Null(created.Body["status"]);
    }

    [Fact]
    public async Task Generated_names_have_the_prefix_and_five_more_characters()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await Api.PostAsync(widgets, """{"apiVersion":"testing.postmortem.dev/v1","kind":"Widget","metadata":{"generateName":"w-"},"spec":{"title":"t"}}""");
        Assert.Matches("^w-[a-z0-9]{5}$", (string)created.Metadata["name"]!);
    }

    [Fact]
    public async Task Only_a_change_of_the_spec_bumps_the_generation()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        var labelled = await Api.PatchAsync($"{widgets}/a", """{"metadata":{"labels":{"x":"y"}}}""");
        var status = await Api.PatchAsync($"{widgets}/a/status", """{"status":{"phase":"Ready"},"spec":{"title":"ignored"}}""");
        var renamed = await Api.PatchAsync($"{widgets}/a", """{"spec":{"title":"u"},"status":{"phase":"Ignored"}}""");
        Assert.Equal(1, (int)labelled.Metadata["generation"]!);
        Assert.Equal(1, (int)status.Metadata["generation"]!);
        Assert.Equal("t", (string?)status.Body["spec"]!["title"]);
        Assert.Equal(2, (int)renamed.Metadata["generation"]!);
        Assert.Equal("Ready", (string?)renamed.Body["status"]!["phase"]);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_resource_version()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a");
        var again = await Api.PatchAsync($"{widgets}/a", """{"spec":{"title":"t"}}""");
        Assert.Equal(created.ResourceVersion, again.ResourceVersion);
    }

    [Fact]
    public async Task A_stale_resource_version_is_a_conflict()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a");
        await Api.PatchAsync($"{widgets}/a", """{"spec":{"title":"u"}}""");
        var stale = await Api.PutAsync($"{widgets}/a", created.Body);
        Assert.Equal(409, stale.Code);
        Assert.Equal("Conflict", stale.Reason);
        Assert.Equal(
            "Operation cannot be fulfilled on widgets.testing.postmortem.dev \"a\": the object has been modified; please apply your changes to the latest version and try again",
            stale.Message);
    }

    [Fact]
    public async Task An_update_of_a_custom_resource_needs_a_resource_version()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a");
        created.Metadata.AsObject().Remove("resourceVersion");
        var answer = await Api.PutAsync($"{widgets}/a", created.Body);
        Assert.Equal(422, answer.Code);
        Assert.Contains("metadata.resourceVersion: Invalid value", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_name_and_a_missing_namespace_are_refused()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        var taken = await Api.PostAsync(widgets, Widget("a", """{"title":"t"}"""));
        Assert.Equal((409, "AlreadyExists"), (taken.Code, taken.Reason));
        Assert.Equal("widgets.testing.postmortem.dev \"a\" already exists", taken.Message);
        var nowhere = await Api.PostAsync("/apis/testing.postmortem.dev/v1/namespaces/nowhere/widgets", Widget("a", """{"title":"t"}"""));
        Assert.Equal(404, nowhere.Code);
        Assert.Equal("namespaces \"nowhere\" not found", nowhere.Message);
    }

    [Fact]
    public async Task Not_found_names_the_resource()
    {
        var (_, widgets) = await NamespaceAsync();
        var missing = await Api.GetAsync($"{widgets}/none");
        Assert.Equal((404, "NotFound", "widgets.testing.postmortem.dev \"none\" not found"), (missing.Code, missing.Reason, missing.Message));
    }

    [Fact]
    public async Task Unknown_fields_are_pruned_with_a_warning_or_refused_or_ignored()
    {
        var (_, widgets) = await NamespaceAsync();
        const string Spec = """{"title":"t","oops":1,"free":{"any":{"thing":1}}}""";
        var warned = await Api.PostAsync($"{widgets}?fieldValidation=Warn", Widget("warn", Spec));
        Assert.Equal(201, warned.Code);
        Assert.Contains("unknown field \\\"spec.oops\\\"", Assert.Single(warned.Warnings), StringComparison.Ordinal);
        Assert.Null(warned.Body["spec"]!["oops"]);
        Assert.Equal(1, (int)warned.Body["spec"]!["free"]!["any"]!["thing"]!);
        var strict = await Api.PostAsync($"{widgets}?fieldValidation=Strict", Widget("strict", Spec));
        Assert.Equal(400, strict.Code);
        Assert.Contains("strict decoding error: unknown field \"spec.oops\"", strict.Message, StringComparison.Ordinal);
        Assert.Empty((await Api.PostAsync($"{widgets}?fieldValidation=Ignore", Widget("ignore", Spec))).Warnings);
    }

    [Fact]
    public async Task Duplicate_fields_are_refused_when_strict()
    {
        var (_, widgets) = await NamespaceAsync();
        var answer = await Api.PostAsync($"{widgets}?fieldValidation=Strict", Widget("a", """{"title":"t","title":"u"}"""));
        Assert.Equal(400, answer.Code);
        Assert.Contains("duplicate field \"spec.title\"", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "spec.title: Required value", "spec.title", "FieldValueRequired")]
    [InlineData("""{"title":""}""", "spec.title in body should be at least 1 chars long", "spec.title", "FieldValueInvalid")]
    [InlineData("""{"title":1}""", "spec.title in body must be of type string", "spec.title", "FieldValueTypeInvalid")]
    [InlineData("""{"title":"t","size":0}""", "spec.size in body should be greater than or equal to 1", "spec.size", "FieldValueInvalid")]
    [InlineData("""{"title":"t","size":101}""", "spec.size in body should be less than or equal to 100", "spec.size", "FieldValueInvalid")]
    [InlineData("""{"title":"t","color":"blue"}""", "spec.color: Unsupported value: \"blue\": supported values: \"red\", \"green\"", "spec.color", "FieldValueNotSupported")]
    [InlineData("""{"title":"t","code":"A1"}""", "spec.code in body should match '^[a-z]+$'", "spec.code", "FieldValueInvalid")]
    [InlineData("""{"title":"t","from":"yesterday"}""", "spec.from in body must be of type date-time", "spec.from", "FieldValueTypeInvalid")]
    [InlineData("""{"title":"t","tags":["a","b","c","d"]}""", "spec.tags: Too many: 4: must have at most 3 items", "spec.tags", "FieldValueTooMany")]
    [InlineData("""{"title":"t","tags":["a","a"]}""", "spec.tags[1]: Duplicate value: \"a\"", "spec.tags[1]", "FieldValueDuplicate")]
    [InlineData("""{"title":"t","parts":[{"name":"x"},{"name":"x"}]}""", "spec.parts[1]: Duplicate value", "spec.parts[1]", "FieldValueDuplicate")]
    [InlineData("""{"title":"t","from":"2025-01-02T00:00:00Z","to":"2025-01-01T00:00:00Z"}""", "spec: Invalid value: to must not be before from", "spec", "FieldValueInvalid")]
    public async Task Invalid_values_are_refused_with_path_and_cause(string spec, string message, string field, string reason)
    {
        var (_, widgets) = await NamespaceAsync();
        var answer = await Api.PostAsync(widgets, Widget("a", spec));
        Assert.Equal((422, "Invalid"), (answer.Code, answer.Reason));
        Assert.StartsWith("Widget.testing.postmortem.dev \"a\" is invalid: ", answer.Message, StringComparison.Ordinal);
        Assert.Contains(message, answer.Message, StringComparison.Ordinal);
        Assert.Contains(answer.Body["details"]!["causes"]!.AsArray(), c => (string?)c!["field"] == field && (string?)c["reason"] == reason);
    }

    [Theory]
    [InlineData("""{"title":"t","size":"big","from":"2025-01-02T00:00:00Z","to":"2025-01-01T00:00:00Z"}""", false)]
    [InlineData("""{"title":"t","tags":["a","b","c","d"],"from":"2025-01-02T00:00:00Z","to":"2025-01-01T00:00:00Z"}""", false)]
    [InlineData("""{"title":"t","size":101,"from":"2025-01-02T00:00:00Z","to":"2025-01-01T00:00:00Z"}""", true)]
    public async Task Rules_wait_until_values_have_the_shape_that_they_are_written_for(string spec, bool evaluated)
    {
        var (_, widgets) = await NamespaceAsync();
        var answer = await Api.PostAsync(widgets, Widget("a", spec));
        Assert.Equal(422, answer.Code);
        Assert.Equal(evaluated, answer.Message.Contains("to must not be before from", StringComparison.Ordinal));
        Assert.Equal(!evaluated, answer.Message.Contains("some validation rules were not checked because the object was invalid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Null_is_kept_where_nullable_defaulted_or_dropped_elsewhere()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a", """{"title":"t","note":null,"size":null,"color":null}""");
        var spec = created.Body["spec"]!.AsObject();
        Assert.True(spec.ContainsKey("note") && spec["note"] is null);
        Assert.Equal(7, (int)spec["size"]!);
        Assert.False(spec.ContainsKey("color"));
    }

    [Fact]
    public async Task Transition_rules_compare_with_the_old_object()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a", """{"title":"t","fixed":"1"}""");
        var answer = await Api.PatchAsync($"{widgets}/a", """{"spec":{"fixed":"2"}}""");
        Assert.Equal(422, answer.Code);
        Assert.Contains("fixed is immutable", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_patch_applies_tests_and_refuses()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        var good = await Api.PatchAsync(
            $"{widgets}/a",
            """[{"op":"test","path":"/spec/title","value":"t"},{"op":"replace","path":"/spec/title","value":"u"},{"op":"add","path":"/spec/tags","value":["x"]},{"op":"add","path":"/spec/tags/-","value":"y"}]""",
            ApiClient.JsonPatch);
        Assert.Equal("u", (string?)good.Body["spec"]!["title"]);
        Assert.Equal(2, good.Body["spec"]!["tags"]!.AsArray().Count);
        var bad = await Api.PatchAsync($"{widgets}/a", """[{"op":"test","path":"/spec/title","value":"t"}]""", ApiClient.JsonPatch);
        Assert.Equal((422, "Invalid"), (bad.Code, bad.Reason));
    }

    [Fact]
    public async Task Media_types_and_methods_that_do_not_fit_are_refused()
    {
        var (ns, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        var strategic = await Api.PatchAsync($"{widgets}/a", "{}", "application/strategic-merge-patch+json");
        Assert.Equal((415, "UnsupportedMediaType"), (strategic.Code, strategic.Reason));
        var xml = await Api.SendAsync("POST", widgets, "<a/>", "application/xml");
        Assert.Equal(415, xml.Code);
        var post = await Api.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps/a", "{}");
        Assert.Equal((405, "MethodNotAllowed"), (post.Code, post.Reason));
        var kindless = await Api.SendAsync("POST", $"{widgets}/a", "{}");
        Assert.Equal((400, "BadRequest"), (kindless.Code, kindless.Reason));
        Assert.Equal(406, (await Api.GetAsync($"{widgets}/a", "application/xml")).Code);
    }

    [Fact]
    public async Task Bodies_over_three_mebibytes_are_too_large()
    {
        var (_, widgets) = await NamespaceAsync();
        var answer = await Api.PostAsync(widgets, Widget("a", $$"""{"title":"t","note":"{{new string('x', 3 * 1024 * 1024)}}"}"""));
        Assert.Equal((413, "RequestEntityTooLarge"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task A_dry_run_answers_like_the_real_thing_and_stores_nothing()
    {
        var (_, widgets) = await NamespaceAsync();
        var dry = await Api.PostAsync($"{widgets}?dryRun=All", Widget("a", """{"title":"t"}"""));
        Assert.Equal((201, 7), (dry.Code, (int)dry.Body["spec"]!["size"]!));
        Assert.Equal(404, (await Api.GetAsync($"{widgets}/a")).Code);
        var created = await CreateAsync(widgets, "a");
        var patched = await Api.PatchAsync($"{widgets}/a?dryRun=All", """{"spec":{"title":"u"}}""");
        Assert.Equal(2, (int)patched.Metadata["generation"]!);
        Assert.Equal(200, (await Api.DeleteAsync($"{widgets}/a?dryRun=All")).Code);
        Assert.Equal(created.ResourceVersion, (await Api.GetAsync($"{widgets}/a")).ResourceVersion);
    }

    [Fact]
    public async Task Finalizers_hold_an_object_until_the_last_is_gone()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a", metadata: ",\"finalizers\":[\"testing.postmortem.dev/hold\"]");
        var deleting = await Api.DeleteAsync($"{widgets}/a");
        Assert.Equal(200, deleting.Code);
        Assert.NotNull(deleting.Metadata["deletionTimestamp"]);
        Assert.Equal(2, (int)deleting.Metadata["generation"]!);
        var added = await Api.PatchAsync($"{widgets}/a", """{"metadata":{"finalizers":["testing.postmortem.dev/hold","testing.postmortem.dev/more"]}}""");
        Assert.Equal(422, added.Code);
        await Api.PatchAsync($"{widgets}/a", """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await Api.GetAsync($"{widgets}/a")).Code);
    }

    [Fact]
    public async Task Delete_keeps_its_preconditions()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a");
        Assert.Equal(409, (await Api.DeleteAsync($"{widgets}/a", """{"preconditions":{"uid":"other"}}""")).Code);
        var uid = (string)created.Metadata["uid"]!;
        var done = await Api.DeleteAsync($"{widgets}/a", $$$"""{"preconditions":{"uid":"{{{uid}}}","resourceVersion":"{{{created.ResourceVersion}}}"}}""");
        Assert.Equal((200, "Success", uid), (done.Code, (string?)done.Body["status"], (string?)done.Body["details"]!["uid"]));
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a", metadata: ",\"labels\":{\"kill\":\"yes\"}");
        await CreateAsync(widgets, "b");
        Assert.Equal(200, (await Api.DeleteAsync($"{widgets}?labelSelector=kill%3Dyes")).Code);
        Assert.Equal(["b"], (await Api.GetAsync(widgets)).Names);
    }

    [Fact]
    public async Task A_config_map_over_one_mebibyte_is_refused()
    {
        var (ns, _) = await NamespaceAsync();
        var map = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "big" },
            ["data"] = new JsonObject { ["a"] = new string('x', 1024 * 1024 + 1) },
        };
        var answer = await Api.PostAsync($"/api/v1/namespaces/{ns}/configmaps", map.ToJsonString());
        Assert.Equal(422, answer.Code);
        Assert.Contains("Too long", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yaml_bodies_are_read()
    {
        var (ns, _) = await NamespaceAsync();
        var answer = await Api.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\ndata:\n  'on': 'yes'\n  on: 'no'\n", "application/yaml");
        Assert.True(answer.Code == 201, answer.Message);
        Assert.Equal(("yes", "no"), ((string?)answer.Body["data"]!["on"], (string?)answer.Body["data"]!["true"]));
    }
}

public sealed class SandboxWriteTests(SandboxFixture fixture) : WriteConformanceTests(fixture), IClassFixture<SandboxFixture>;

public sealed class KubeApiServerWriteTests(KubeApiServerConformanceFixture fixture) : WriteConformanceTests(fixture), IClassFixture<KubeApiServerConformanceFixture>;
