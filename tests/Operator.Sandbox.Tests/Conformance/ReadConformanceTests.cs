using System.Net;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.Tests.Conformance;

public abstract class ReadConformanceTests(ConformanceFixture fixture) : ConformanceTests(fixture)
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Fact]
    public async Task Pages_show_one_moment_whatever_happens_between_them()
    {
        var (_, widgets) = await NamespaceAsync();
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await CreateAsync(widgets, name);
        }

        var first = await Api.GetAsync($"{widgets}?limit=2");
        Assert.Equal(["a", "b"], first.Names);
        Assert.Equal(3, (int)first.Metadata["remainingItemCount"]!);
        await Api.DeleteAsync($"{widgets}/c");
        await CreateAsync(widgets, "bb");
        var second = await Api.GetAsync($"{widgets}?limit=2&continue={(string)first.Metadata["continue"]!}");
        var third = await Api.GetAsync($"{widgets}?limit=2&continue={(string)second.Metadata["continue"]!}");
        Assert.Equal(["c", "d"], second.Names);
        Assert.Equal(["e"], third.Names);
        Assert.Equal("", (string?)third.Metadata["continue"]);
        Assert.Equal(first.ResourceVersion, third.ResourceVersion);
        Assert.Equal(["a", "b", "bb", "d", "e"], (await Api.GetAsync(widgets)).Names);
    }

    [Fact]
    public async Task Keys_of_a_custom_resource_come_back_in_order()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a", """{"title":"t","labels":{"b":"1","B":"2","a":"3"},"free":{"z":{"y":1,"x":[{"w":1,"v":2}]},"a":0}}""");

        var spec = (await Api.GetAsync($"{widgets}/a")).Body["spec"]!;

        Assert.Equal("""{"B":"2","a":"3","b":"1"}""", spec["labels"]!.ToJsonString());
        Assert.Equal("""{"a":0,"z":{"x":[{"v":2,"w":1}],"y":1}}""", spec["free"]!.ToJsonString());
    }

    [Fact]
    public async Task Selectors_narrow_lists()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a", metadata: ",\"labels\":{\"tier\":\"front\",\"x\":\"1\"}");
        await CreateAsync(widgets, "b", metadata: ",\"labels\":{\"tier\":\"back\"}");
        await CreateAsync(widgets, "c");
        Assert.Equal(["a"], (await Api.GetAsync($"{widgets}?labelSelector=tier%3Dfront")).Names);
        Assert.Equal(["a", "b"], (await Api.GetAsync($"{widgets}?labelSelector=tier%20in%20(front,back)")).Names);
        Assert.Equal(["b", "c"], (await Api.GetAsync($"{widgets}?labelSelector=tier!%3Dfront")).Names);
        Assert.Equal(["c"], (await Api.GetAsync($"{widgets}?labelSelector=!tier")).Names);
        Assert.Equal(["b"], (await Api.GetAsync($"{widgets}?labelSelector=tier,!x")).Names);
        Assert.Equal(["b"], (await Api.GetAsync($"{widgets}?fieldSelector=metadata.name%3Db")).Names);
        var unknown = await Api.GetAsync($"{widgets}?fieldSelector=spec.title%3Dt");
        Assert.Equal((400, "BadRequest"), (unknown.Code, unknown.Reason));
    }

    [Fact]
    public async Task A_future_resource_version_times_out()
    {
        var (_, widgets) = await NamespaceAsync();
        var answer = await Api.GetAsync($"{widgets}?resourceVersion=999999999&resourceVersionMatch=NotOlderThan");
        Assert.Equal((504, "Timeout"), (answer.Code, answer.Reason));
        Assert.Contains("Too large resource version", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_resumes_after_a_version_and_sees_every_change_in_order()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a");
        await Api.PatchAsync($"{widgets}/a", """{"spec":{"title":"u"}}""");
        await CreateAsync(widgets, "b");
        await Api.DeleteAsync($"{widgets}/a");
        var events = await TakeAsync($"{widgets}?watch=true&resourceVersion={created.ResourceVersion}", 3);
        Assert.Equal(["MODIFIED a", "ADDED b", "DELETED a"], events.Select(Show));
        var versions = events.Select(e => long.Parse((string)e["object"]!["metadata"]!["resourceVersion"]!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(versions.Order(), versions);
    }

    [Fact]
    public async Task An_object_that_leaves_the_selector_is_deleted_for_the_watcher()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a");
        await Api.PatchAsync($"{widgets}/a", """{"metadata":{"labels":{"in":"yes"}}}""");
        await Api.PatchAsync($"{widgets}/a", """{"spec":{"title":"u"}}""");
        await Api.PatchAsync($"{widgets}/a", """{"metadata":{"labels":null}}""");
        var events = await TakeAsync($"{widgets}?watch=true&labelSelector=in%3Dyes&resourceVersion={created.ResourceVersion}", 3);
        Assert.Equal(["ADDED a", "MODIFIED a", "DELETED a"], events.Select(Show));
    }

    [Fact]
    public async Task A_watch_without_a_version_begins_with_what_exists()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        await CreateAsync(widgets, "b");
        Assert.Equal(["ADDED a", "ADDED b"], (await TakeAsync($"{widgets}?watch=true", 2)).Select(Show).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Initial_events_end_with_a_marked_bookmark()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        List<JsonObject> events;
        try
        {
            events = await TakeAsync($"{widgets}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", 2);
        }
        catch (HttpRequestException e) when (IsReal && e.StatusCode is HttpStatusCode.UnprocessableEntity)
        {
            Assert.Skip("This API server sends no initial events: they are on by default since Kubernetes 1.32.");
            throw;
        }

        Assert.Equal("ADDED a", Show(events[0]));
        Assert.Equal("BOOKMARK", (string?)events[1]["type"]);
        Assert.Equal("true", (string?)events[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
        Assert.Equal(422, (await Api.GetAsync($"{widgets}?watch=true&sendInitialEvents=true")).Code);
    }

    [Fact]
    public async Task A_watch_ends_after_its_timeout()
    {
        var (_, widgets) = await NamespaceAsync();
        var created = await CreateAsync(widgets, "a");
        var events = await TakeAsync($"{widgets}?watch=true&timeoutSeconds=1&resourceVersion={created.ResourceVersion}", int.MaxValue);
        Assert.Empty(events);
    }

    [Fact]
    public async Task Tables_show_the_printer_columns()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        await Api.PatchAsync($"{widgets}/a/status", """{"status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}""");
        var table = await Api.GetAsync(widgets, Table);
        Assert.Equal(("Table", "meta.k8s.io/v1"), ((string?)table.Body["kind"], (string?)table.Body["apiVersion"]));
        Assert.Equal(["Name", "Size", "Ready", "Since", "Age"], table.Body["columnDefinitions"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal(1, (int)table.Body["columnDefinitions"]![3]!["priority"]!);
        var row = Assert.Single(table.Body["rows"]!.AsArray())!;
        var cells = row["cells"]!.AsArray();
        Assert.Equal(("a", 7, "True"), ((string?)cells[0], (int)cells[1]!, (string?)cells[2]));
        Assert.Equal("PartialObjectMetadata", (string?)row["object"]!["kind"]);
        Assert.Equal("Table", (string?)(await Api.GetAsync($"{widgets}/a", Table)).Body["kind"]);
        Assert.Equal("Table", (string?)(await TakeAsync($"{widgets}?watch=true", 1, Table))[0]["object"]!["kind"] ?? "");
    }

    [Fact]
    public async Task Metadata_alone_can_be_asked_for()
    {
        var (_, widgets) = await NamespaceAsync();
        await CreateAsync(widgets, "a");
        var list = await Api.GetAsync(widgets, "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        Assert.Equal("PartialObjectMetadataList", (string?)list.Body["kind"]);
        Assert.Equal("a", Assert.Single(list.Names));
        Assert.Null(list.Items[0]!["spec"]);
    }

    [Fact]
    public async Task Of_what_was_written_metadata_alone_can_be_asked_for_and_names_the_version_before_the_owners_of_fields()
    {
        var (ns, _) = await NamespaceAsync();
        const string Partial = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
        var created = await Api.SendAsync(
            "POST", $"/api/v1/namespaces/{ns}/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"b"}}""", accept: Partial);
        var applied = await Api.SendAsync(
            "PATCH", $"/api/v1/namespaces/{ns}/configmaps/c?fieldManager=x&force=true", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"labels":{"l":"m"}},"data":{"a":"c"}}""", ApiClient.Apply, Partial);

        Assert.All([created, applied], answer =>
        {
            Assert.Equal("PartialObjectMetadata", (string?)answer.Body["kind"]);
            Assert.Null(answer.Body["data"]);
            var fields = answer.Body["metadata"]!.AsObject().Select(f => f.Key).ToList();
            Assert.Contains("resourceVersion", fields);
            Assert.Equal("managedFields", fields[^1]);
        });
    }

    [Fact]
    public async Task Events_are_one_storage_with_two_views()
    {
        var (ns, _) = await NamespaceAsync();
        var created = await Api.PostAsync(
            $"/apis/events.k8s.io/v1/namespaces/{ns}/events",
            $$$"""{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e","namespace":"{{{ns}}}"},"eventTime":"2025-01-01T00:00:00.000000Z","reportingController":"testing.postmortem.dev/x","reportingInstance":"x-1","action":"Do","reason":"Done","type":"Normal","note":"hello","regarding":{"apiVersion":"v1","kind":"ConfigMap","name":"c","namespace":"{{{ns}}}"}}""");
        Assert.True(created.Code == 201, created.Message);
        var core = await Api.GetAsync($"/api/v1/namespaces/{ns}/events?fieldSelector=involvedObject.name%3Dc");
        Assert.Equal(("hello", "c"), ((string?)core.Items[0]!["message"], (string?)core.Items[0]!["involvedObject"]!["name"]));
        Assert.Empty((await Api.GetAsync($"/apis/events.k8s.io/v1/namespaces/{ns}/events?fieldSelector=regarding.name%3Dother")).Names);
        var incomplete = await Api.PostAsync(
            $"/apis/events.k8s.io/v1/namespaces/{ns}/events",
            $$$"""{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"f"},"eventTime":"2025-01-01T00:00:00.000000Z","reason":"Done","type":"Normal","regarding":{"namespace":"{{{ns}}}"}}""");
        Assert.Equal(422, incomplete.Code);
    }

    private async Task<List<JsonObject>> TakeAsync(string path, int count, string accept = ApiClient.Json)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var events = new List<JsonObject>();
        await foreach (var change in Api.WatchAsync(path, accept, timeout.Token))
        {
            events.Add(change);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }

    private static string Show(JsonObject change) => $"{(string?)change["type"]} {(string?)change["object"]!["metadata"]!["name"]}";
}

public sealed class SandboxReadTests(SandboxFixture fixture) : ReadConformanceTests(fixture), IClassFixture<SandboxFixture>;

public sealed class KubeApiServerReadTests(KubeApiServerConformanceFixture fixture) : ReadConformanceTests(fixture), IClassFixture<KubeApiServerConformanceFixture>;
