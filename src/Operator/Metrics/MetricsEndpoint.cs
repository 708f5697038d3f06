using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Operator.Metrics;

/// <summary>Serves /metrics.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/metrics", (RequestDelegate)ServeAsync);

    private static async Task ServeAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<ScrapeAuthorization>() is { } authorization)
        {
            context.Response.StatusCode = await authorization.JudgeAsync(context.Request.Headers.Authorization.ToString(), context.RequestAborted);
            if (context.Response.StatusCode != StatusCodes.Status200OK)
            {
                return;
            }
        }

        context.Response.ContentType = MetricsPage.ContentType;
        await context.RequestServices.GetRequiredService<MetricsPage>().WriteAsync(context.Response.Body, context.RequestAborted);
    }
}
