using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same commands on a real kube-apiserver, where its binaries are; it collects no garbage.</summary>
public sealed class KubeApiServerKubectlTests : KubectlTests, IOnKubeApiServer
{
    protected override bool CollectsGarbage => false;
}
