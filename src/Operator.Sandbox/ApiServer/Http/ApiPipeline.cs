using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Operator.Sandbox.ApiServer.Discovery;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Requests;
using Operator.Sandbox.ApiServer.Resources;

namespace Operator.Sandbox.ApiServer.Http;

/// <summary>From HTTP to a verb on a resource: log, faults, authentication, routing, and failures as Status objects.</summary>
internal sealed class ApiPipeline(
    SandboxApiServerOptions options,
    ResourceRegistry registry,
    ResourceHandler resources,
    RequestLog log,
    Func<FaultHook?> faults)
{
    private readonly DiscoveryHandler _discovery = new(registry);
    private readonly OpenApiHandler _openApi = new(registry);

    public async Task HandleAsync(HttpContext http)
    {
        var path = ResourcePath.Parse(http.Request.Path.Value ?? "");
        var record = Record(http, path);
        log.Add(record);
        var outcome = faults() is { } hook ? await hook(record, http) : FaultOutcome.Continue;
        if (outcome == FaultOutcome.Handled)
        {
            record.StatusCode = http.Response.StatusCode;
            return;
        }

        if (outcome == FaultOutcome.LoseAnswer)
        {
            http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        }

        await ServeAsync(http, path, record);
        record.StatusCode = http.Response.StatusCode;
        if (outcome == FaultOutcome.LoseAnswer)
        {
            http.Abort();
        }
    }

    private async Task ServeAsync(HttpContext http, ResourcePath? path, RecordedRequest record)
    {
        try
        {
            Authenticate(http.Request);
            await RouteAsync(http, path, record.Verb);
        }
        catch (ApiException e) when (!http.Response.HasStarted)
        {
            await SendErrorAsync(http, e);
        }
        catch (JsonException e) when (!http.Response.HasStarted)
        {
            await SendErrorAsync(http, ApiErrors.BadRequest(e.Message));
        }
        catch (Exception e) when (!http.Response.HasStarted && e is not OperationCanceledException)
        {
            await SendErrorAsync(http, ApiErrors.Internal(e.ToString()));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has gone; there is nobody to tell.
        }
    }

    private async Task RouteAsync(HttpContext http, ResourcePath? path, string verb)
    {
        var target = http.Request.Path.Value ?? "";
        if (target is "/healthz" or "/livez" or "/readyz" || target.StartsWith("/readyz/", StringComparison.Ordinal))
        {
            await SendTextAsync(http, 200, "ok");
            return;
        }

        if (HttpMethods.IsGet(http.Request.Method) && OpenApiProtobuf.IsAsked(http.Request))
        {
            await OpenApiProtobuf.SendAsync(http.Response);
            return;
        }

        if (HttpMethods.IsGet(http.Request.Method) && (_discovery.Find(http) ?? _openApi.Find(target)) is { } document)
        {
            await ObjectResponder.SendJsonAsync(http, document);
            return;
        }

        if (path is null)
        {
            await SendTextAsync(http, 404, "404 page not found\n");
            return;
        }

        if (VirtualResources.Find(path) is { } review && verb is "create")
        {
            var body = RequestBody.Decode(await RequestBody.ReadAsync(http), RequestBody.MediaType(http.Request), []);
            await ObjectResponder.SendJsonAsync(http, VirtualResources.Answer(review, body, options.BearerToken), 201);
            return;
        }

        if (registry.Find(path.Group, path.Version, path.Resource) is not { } resource || (path.Namespace.Length > 0 && !resource.Namespaced))
        {
            throw ApiErrors.NoSuchResource();
        }

        if (!resource.Verbs.Contains(verb, StringComparer.Ordinal))
        {
            throw ApiErrors.MethodNotAllowed();
        }

        await resources.HandleAsync(new ApiRequest(http, resource, path), verb);
    }

    private void Authenticate(HttpRequest request)
    {
        if (options.BearerToken is not { Length: > 0 } expected)
        {
            return;
        }

        var given = request.Headers.Authorization.ToString();
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes($"Bearer {expected}")))
        {
            throw ApiErrors.Unauthorized();
        }
    }

    private RecordedRequest Record(HttpContext http, ResourcePath? path)
    {
        var request = http.Request;
        var target = $"{request.Path}{request.QueryString}";
        var agent = request.Headers.UserAgent.ToString().Split('/')[0];
        return path is null
            ? new RecordedRequest(options.Time.GetUtcNow(), request.Method, request.Path, "", "", "", agent, target)
            : new RecordedRequest(
                options.Time.GetUtcNow(),
                Verb(request, path),
                path.Group.Length == 0 ? path.Resource : $"{path.Resource}.{path.Group}",
                path.Subresource,
                path.Namespace,
                path.Name,
                agent,
                target);
    }

    private static string Verb(HttpRequest request, ResourcePath path) => request.Method switch
    {
        "GET" when request.Query["watch"].ToString() is "true" or "1" => "watch",
        "GET" => path.Name.Length == 0 ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => path.Name.Length == 0 ? "deletecollection" : "delete",
        var other => other,
    };

    private static Task SendErrorAsync(HttpContext http, ApiException error)
    {
        if (error.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = FormattableString.Invariant($"{seconds}");
        }

        return ObjectResponder.SendJsonAsync(http, error.ToStatus(), error.Code);
    }

    private static Task SendTextAsync(HttpContext http, int code, string text)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
