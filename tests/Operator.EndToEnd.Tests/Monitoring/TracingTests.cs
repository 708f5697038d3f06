using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Operator.EndToEnd.Tests.Support;
using Operator.Hosting;

namespace Operator.EndToEnd.Tests.Monitoring;

/// <summary>Spans of reconciles and of their requests, as a collector gets them.</summary>
public sealed class TracingTests
{
    [Fact]
    public async Task A_reconcile_is_a_span_with_its_resource_and_its_requests_and_watches_are_none()
    {
        var bodies = new ConcurrentQueue<string>();
        await using var collector = await CollectorAsync(bodies);
        await using var world = await World.CreateAsync(withOperator: false);
        world.Tracing = new TracingOptions { Endpoint = collector.Urls.Single() };
        await world.StartOperatorAsync();
        await world.ApplyAsync("p0-042", Specs.Manual);
        await world.UntilReadyAsync("p0-042");
        await world.StopOperatorAsync();

        var sent = string.Concat(bodies);
        Assert.Contains("reconcile postmortem", sent, StringComparison.Ordinal);
        Assert.Contains("k8s.object.name", sent, StringComparison.Ordinal);
        Assert.Contains("p0-042", sent, StringComparison.Ordinal);
        Assert.Contains("postmortem-operator", sent, StringComparison.Ordinal);
        Assert.Contains("/namespaces/default/configmaps/p0-042-postmortem", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1alpha1/postmortems?", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collector:4318", 1, "tracing.endpoint: 'collector:4318' must be a URL")]
    [InlineData("http://collector:4318", 2, "tracing.sampleRatio: 2 must be from 0 to 1")]
    public void Settings_that_cannot_work_are_refused_by_name(string endpoint, double ratio, string problem) =>
        Assert.Contains(problem, Assert.Single(new RunOptions { Tracing = new TracingOptions { Endpoint = endpoint, SampleRatio = ratio } }.Validate()), StringComparison.Ordinal);

    private static async Task<WebApplication> CollectorAsync(ConcurrentQueue<string> bodies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async http =>
        {
            Assert.Equal("/v1/traces", http.Request.Path);
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            bodies.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        await app.StartAsync();
        return app;
    }
}
