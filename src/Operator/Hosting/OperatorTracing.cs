using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Operator.Runtime.Diagnostics;

namespace Operator.Hosting;

/// <summary>Sends spans of reconciles, and of the requests that they make, to a collector.</summary>
internal static class OperatorTracing
{
    // .NET's own source of spans for each request of an HttpClient.
    private const string Requests = "System.Net.Http";

    public static void Configure(IServiceCollection services, TracingOptions tracing)
    {
        if (tracing.Endpoint is null)
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("postmortem-operator", serviceVersion: typeof(OperatorTracing).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(traces => traces
                .AddSource(RuntimeTraces.SourceName, Requests)
                .SetSampler(new ParentBasedSampler(new ReconcilesOnly(tracing.SampleRatio)))
                .AddOtlpExporter(otlp =>
                {
                    otlp.Endpoint = new Uri(new Uri(tracing.Endpoint.TrimEnd('/') + "/"), "v1/traces");
                    otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
                }));
    }

    /// <summary>Begins a trace with a reconcile alone: watches and the lease make requests all the time, and nobody looks for those.</summary>
    private sealed class ReconcilesOnly(double ratio) : Sampler
    {
        private readonly TraceIdRatioBasedSampler _share = new(ratio);

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Name.StartsWith(RuntimeTraces.ReconcilePrefix, StringComparison.Ordinal)
                ? _share.ShouldSample(samplingParameters)
                : new SamplingResult(SamplingDecision.Drop);
    }
}
