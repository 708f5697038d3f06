namespace Operator.Sandbox.TryOut;

/// <summary>What the program says first.</summary>
internal static class Guide
{
    public static string ApiOnly(Uri server, string kubeconfig) => $"""
        Kubernetes API on {server.ToString().TrimEnd('/')} (in memory, gone when this ends; Ctrl-C ends it).

          export KUBECONFIG={kubeconfig}

        """;

    public static string Whole(Uri server, string kubeconfig, SandboxOptions options, string? handbook) => $"""
        postmortem-operator runs against a Kubernetes API on {server.ToString().TrimEnd('/')} (in memory, gone when this ends; Ctrl-C ends it).
        Evidence: {(options.PrometheusUrl is { } url ? $"Prometheus at {url}." : "a replay of what a real Prometheus answered about the samples.")}
        {(handbook is null ? "git is not installed, so nothing is published to Git." : $"Git: documents are published to {handbook}, which spec.outputs.git.repository calls handbook.")}

        In another terminal:

          export KUBECONFIG={kubeconfig}
        {(handbook is null ? "" : $"  git -C {handbook} log --stat main\n")}{(options.WithSamples ? Samples : NoSamples)}
        """;

    private const string Samples = """
          kubectl get pm -A
          kubectl wait --for=condition=Ready pm/p0-042 -n production
          kubectl describe pm p0-042 -n production
          kubectl get configmap p0-042-postmortem -n production -o jsonpath='{.data.postmortem\.html}' > p.html
          kubectl annotate pm p0-042 -n production postmortem.dev/reconcile-at="$(date)" --overwrite
          kubectl explain pm.spec
          kubectl apply -f postmortem.yaml        # a file of yours
          kubectl delete pm p0-042 -n production

        What happens:

        """;

    private const string NoSamples = """
          kubectl explain pm.spec
          kubectl apply -f postmortem.yaml        # a file of yours, or one of config/samples
          kubectl get pm -A -w

        What happens:

        """;
}
