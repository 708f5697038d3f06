namespace Operator.Testing.Clusters;

/// <summary>Where kube-apiserver and etcd lie: <c>KUBEBUILDER_ASSETS</c>, or envtest's usual folder.</summary>
public sealed record KubeApiServerBinaries(string KubeApiServer, string Etcd)
{
    public const string SkipReason = "kube-apiserver and etcd are not here: set KUBEBUILDER_ASSETS to the folder that setup-envtest prints";

    public static KubeApiServerBinaries? Find() =>
        new[] { Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS"), "/usr/local/kubebuilder/bin" }
            .Where(folder => !string.IsNullOrEmpty(folder))
            .Select(folder => new KubeApiServerBinaries(Path.Combine(folder!, "kube-apiserver"), Path.Combine(folder!, "etcd")))
            .FirstOrDefault(b => File.Exists(b.KubeApiServer) && File.Exists(b.Etcd));
}
