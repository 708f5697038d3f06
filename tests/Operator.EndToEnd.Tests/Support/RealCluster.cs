using Operator.Testing.Clusters;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>Where a real kube-apiserver can be had.</summary>
public static class RealCluster
{
    /// <summary>Its binaries; without them the test that asks is skipped.</summary>
    public static KubeApiServerBinaries BinariesOrSkip()
    {
        var binaries = KubeApiServerBinaries.Find();
        Assert.SkipWhen(binaries is null, KubeApiServerBinaries.SkipReason);
        return binaries!;
    }
}
