using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same release on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerGitReleaseTests : GitReleaseTests, IOnKubeApiServer
{
    protected override bool HasControllerManager => false;
}
