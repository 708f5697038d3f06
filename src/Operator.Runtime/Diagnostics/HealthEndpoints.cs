using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Operator.Runtime.Diagnostics;

/// <summary>Serves the health checks over HTTP.</summary>
public static class HealthEndpoints
{
    /// <summary>Tag of the checks that ask for a restart. They look at this process alone, never at another server.</summary>
    public const string Live = "live";

    /// <summary>Tag of the checks that say "not yet".</summary>
    public const string Ready = "ready";

    /// <summary>Maps <c>/healthz</c> (alive) and <c>/readyz</c> (ready): 200 and <c>ok</c>, with a line for each namespace that is not watched beside others that are, or 503 and one line per problem.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz", Options(Live));
        endpoints.MapHealthChecks("/readyz", Options(Ready));
    }

    private static HealthCheckOptions Options(string tag) => new()
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = WriteAsync,
    };

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy).Select(e => $"{e.Value.Description ?? e.Key}\n");
        return context.Response.WriteAsync(string.Concat([report.Status == HealthStatus.Unhealthy ? "" : "ok\n", .. lines]));
    }
}
