using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same bad resources on a real kube-apiserver, where its binaries are; it counts no requests.</summary>
public sealed class KubeApiServerBadAmongGoodTests : BadAmongGoodTests, IOnKubeApiServer
{
    protected override int Good => 50;

    protected override bool CountsRequests => false;
}
