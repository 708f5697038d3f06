using System.Net;
using System.Net.Sockets;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Prometheus;
using Operator.Tests.TestData;

namespace Operator.EndToEnd.Tests;

/// <summary>The full sample, over a real Prometheus that holds the incident.</summary>
public class PrometheusTests
{
    [Fact]
    public async Task The_sample_s_figures_are_in_its_status_and_outlive_Prometheus()
    {
        const string Name = "p0-042";
        const string Namespace = "production";
        await using var world = await World.CreateAsync(withPrometheus: false, withOperator: false, start: TimeProvider.System.GetUtcNow());
        var prometheus = await PrometheusServer.StartAsync(SeedIncidentHistory.AddTo(new MetricHistory()));
        PostMortemStatus status;
        try
        {
            await Kubectl.RunAsync(world, "create", "namespace", Namespace);
            await world.StartOperatorAsync(sources: new PrometheusSourceOptions { Url = prometheus.Url.ToString() });
            await Kubectl.RunAsync(world, "apply", "-f", Path.Combine(RepositoryFiles.Root, "config", "samples", "full.yaml"));
            status = (await world.UntilAsync(Name, p => p.IsFrozen && p.Is(ConditionTypes.Ready), "is frozen", Namespace)).Status!;
        }
        finally
        {
            prometheus.Dispose();
        }

        AssertFigures(status);

        // Whoever asks Prometheus again is heard where it was.
        using var listener = new TcpListener(IPAddress.Loopback, prometheus.Url.Port);
        listener.Start();
        await Kubectl.RunAsync(world, "patch", "pm", Name, "-n", Namespace, "--type=merge", "-p", """{"spec":{"analysis":{"rootCause":"The pool was too small."}}}""");
        await world.UntilAsync(Name, p => p.IsCurrent && p.Status!.Document!.Digest != status.Document!.Digest, "has a new document", Namespace);
        await Kubectl.RunAsync(world, "annotate", "pm", Name, "-n", Namespace, $"{PostMortemAnnotations.ReconcileAt}=again");
        var after = await world.UntilAsync(Name, p => p.Status!.LastHandledReconcileAt == "again", "was looked at again", Namespace);

        Assert.False(listener.Pending());
        Assert.True(after.Is(ConditionTypes.Ready));
        Assert.Equal(status.Evidence, after.Status!.Evidence);
        AssertFigures(after.Status);
    }

    private static void AssertFigures(PostMortemStatus status)
    {
        Assert.Equal(("12m", "2m 15s", "9m 45s", "20.8%"), (status.Summary!.Duration, status.Summary.TimeToDetect, status.Summary.TimeToResolve, status.Summary.ErrorBudgetConsumed));
        var slo = Assert.Single(status.Slos!);
        Assert.Equal(20.83, slo.BudgetConsumedPercent!.Value, 0.005);
        Assert.Equal(79.17, slo.BudgetRemainingPercent!.Value, 0.005);
        Assert.Equal(98.5, slo.SliAverage!.Value, 0.001);
        Assert.InRange(slo.BadEvents!.Value, 1349, 1351);
        Assert.InRange(slo.TotalEvents!.Value, 89_910, 90_090);
        Assert.InRange(status.Impact!.FailedRequests!.Value, 1349, 1351);
        Assert.Equal(500, status.Impact.AffectedUsers);
    }
}
