using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Operator.Runtime.Diagnostics;

/// <summary>Serves the health checks over HTTP.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps <c>/healthz</c> (alive) and <c>/readyz</c> (ready): 200 and <c>ok</c>, or 503 and one line per problem.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints, HealthRegistry health)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(health);
        endpoints.Map("/healthz", (RequestDelegate)(context => WriteAsync(context.Response, health.CheckLiveness())));
        endpoints.Map("/readyz", (RequestDelegate)(context => WriteAsync(context.Response, health.CheckReadiness())));
    }

    private static Task WriteAsync(HttpResponse response, IReadOnlyList<HealthProblem> problems)
    {
        response.StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(problems.Count == 0 ? "ok\n" : string.Concat(problems.Select(p => $"{p}\n")));
    }
}
