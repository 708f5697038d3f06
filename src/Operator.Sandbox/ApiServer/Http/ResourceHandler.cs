using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Patching;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Watching;
using Operator.Sandbox.ApiServer.Writing;

namespace Operator.Sandbox.ApiServer.Http;

/// <summary>The verbs on a resource.</summary>
internal sealed class ResourceHandler(
    ObjectStore store,
    ObjectWriter writer,
    ObjectDeleter deleter,
    PatchHandler patches,
    ListHandler lists,
    WatchHandler watches,
    ObjectResponder responder)
{
    public Task HandleAsync(ApiRequest request, string verb)
    {
        if (request.Path.Subresource.Length > 0 && !(request.IsStatus && request.Resource.HasStatus && verb is "get" or "update" or "patch"))
        {
            throw request.IsStatus && request.Resource.HasStatus ? ApiErrors.MethodNotAllowed() : ApiErrors.NoSuchResource();
        }

        return verb switch
        {
            "get" => GetAsync(request),
            "list" => lists.HandleAsync(request),
            "watch" => watches.HandleAsync(request),
            // A custom resource takes the body's word, whatever name the path has; so does Kubernetes.
            "create" when request.Path.Name.Length == 0 || request.Resource.IsCustom => CreateAsync(request),
            "update" => UpdateAsync(request),
            "patch" => PatchAsync(request),
            "delete" => DeleteAsync(request),
            "deletecollection" => DeleteCollectionAsync(request),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }

    private Task GetAsync(ApiRequest request)
    {
        var stored = store.Find(request.Resource.StorageName, request.Key) ?? throw ApiErrors.NotFound(request.Resource, request.Path.Name);
        return responder.SendAsync(request, stored);
    }

    private async Task CreateAsync(ApiRequest request)
    {
        var duplicates = new List<string>();
        var value = RequestBody.Decode(await RequestBody.ReadAsync(request.Http), RequestBody.MediaType(request.Http.Request), duplicates);
        await responder.SendAsync(request, writer.Create(request, value, duplicates), 201);
    }

    private async Task UpdateAsync(ApiRequest request)
    {
        var duplicates = new List<string>();
        var value = RequestBody.Decode(await RequestBody.ReadAsync(request.Http), RequestBody.MediaType(request.Http.Request), duplicates);
        var (stored, created) = writer.Update(request, _ => value.Copy(), duplicates, request.Resource.Strategy.AllowsCreateOnUpdate);
        await responder.SendAsync(request, stored, created ? 201 : 200);
    }

    private async Task PatchAsync(ApiRequest request)
    {
        var (stored, created) = await patches.HandleAsync(request);
        await responder.SendAsync(request, stored, created ? 201 : 200);
    }

    private async Task DeleteAsync(ApiRequest request)
    {
        var options = await DeleteOptions.ReadAsync(request);
        var (last, gone) = deleter.Delete(request.Resource, request.Key, options);
        if (!gone)
        {
            await responder.SendAsync(request, last);
            return;
        }

        await ObjectResponder.SendJsonAsync(request.Http, Success(request, last));
    }

    private async Task DeleteCollectionAsync(ApiRequest request)
    {
        var options = await DeleteOptions.ReadAsync(request);
        var page = lists.Select(request);
        foreach (var item in page.Items)
        {
            try
            {
                deleter.Delete(request.Resource, item.Key, options);
            }
            catch (ApiException e) when (e.Code == 404)
            {
                // Someone else deleted it in between, which is what was wanted.
            }
        }

        var answer = new JsonObject
        {
            ["kind"] = request.Resource.ListKind,
            ["apiVersion"] = request.Resource.ApiVersion,
            ["metadata"] = ObjectResponder.ListMetadata(page.Revision),
            ["items"] = new JsonArray([.. page.Items.Select(i => request.Resource.Strategy.FromStorage(i.ToNode()))]),
        };
        await ObjectResponder.SendJsonAsync(request.Http, answer);
    }

    private static JsonObject Success(ApiRequest request, StoredObject last)
    {
        var details = new JsonObject { ["name"] = last.Key.Name };
        if (request.Resource.Group.Length > 0)
        {
            details["group"] = request.Resource.Group;
        }

        details["kind"] = request.Resource.Plural;
        details["uid"] = last.Uid;
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }
}
