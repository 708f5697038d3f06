using System.CommandLine;
using System.Text.Json;

namespace Operator.Sandbox.TryOut;

/// <summary>The program's command line.</summary>
internal static class SandboxCommand
{
    // How long an end may take when it is asked for; an operator in the middle of something finishes it.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(15);

    private static readonly Option<int> Port = new("--port") { Description = "Port of the Kubernetes API on 127.0.0.1; 0, the default, takes a free one." };
    private static readonly Option<string?> Kubeconfig = new("--kubeconfig") { Description = "Where to write the kubeconfig (default: a temporary file).", HelpName = "FILE" };
    private static readonly Option<string?> PrometheusUrl = new("--prometheus-url") { Description = "A real Prometheus to ask instead of the replay.", HelpName = "URL" };
    private static readonly Option<bool> NoSamples = new("--no-samples") { Description = "Start without the samples." };
    private static readonly Option<bool> ApiOnly = new("--api-only") { Description = "Only the API server, without operator and samples." };
    private static readonly Argument<string[]> Manifests = new("manifests")
    {
        Description = "YAML files whose objects exist from the start. With --api-only they take the place of the CustomResourceDefinition.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("postmortem-operator without a cluster: a Kubernetes API in memory, samples, replayed evidence, and the real operator.")
        {
            Port, Kubeconfig, PrometheusUrl, NoSamples, ApiOnly, Manifests,
        };
        root.SetAction((parsed, cancellation) => RunAsync(Read(parsed), cancellation));
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = EndsWithin });
    }

    private static SandboxOptions Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(Port),
        Kubeconfig = parsed.GetValue(Kubeconfig),
        PrometheusUrl = parsed.GetValue(PrometheusUrl),
        WithSamples = !parsed.GetValue(NoSamples),
        ApiOnly = parsed.GetValue(ApiOnly),
        Manifests = parsed.GetValue(Manifests) ?? [],
    };

    private static async Task<int> RunAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = new SandboxSession(options, TimeProvider.System, Console.Out);
            return await session.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or JsonException)
        {
            await Console.Error.WriteLineAsync($"The sandbox cannot run: {e.Message}");
            return 1;
        }
    }
}
