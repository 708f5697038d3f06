using System.CommandLine;
using Operator.Sandbox.ApiServer;

var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one." };
var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Where to write the kubeconfig; a temporary file by default." };
var manifests = new Argument<string[]>("manifests") { Description = "YAML files whose objects exist from the start.", Arity = ArgumentArity.ZeroOrMore };
var root = new RootCommand("A Kubernetes API server in memory, for trying postmortem-operator without a cluster.") { port, kubeconfig, manifests };
root.SetAction(async (arguments, cancellation) =>
{
    var options = new SandboxApiServerOptions
    {
        Port = arguments.GetValue(port),
        KubeconfigPath = arguments.GetValue(kubeconfig),
        Manifests = arguments.GetValue(manifests) ?? [],
    };
    await using var server = await SandboxApiServer.StartAsync(options, cancellation);
    Console.WriteLine($"""
        Kubernetes API subset on {server.Url} (in memory, gone when this ends; Ctrl+C stops it). Try:

          export KUBECONFIG={server.KubeconfigPath}
          kubectl api-resources
          kubectl apply -f config/crd/postmortems.yaml
          kubectl get postmortems -A -w
        """);
    try
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
    }
    catch (OperationCanceledException)
    {
        // Ctrl+C is how this program ends.
    }

    return 0;
});
return await root.Parse(args).InvokeAsync();
