using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerRetentionTests : RetentionTests, IOnKubeApiServer
{
    public override Task Evidence_goes_with_its_resource_when_the_spec_says_so()
    {
        Assert.Skip("Garbage collection is the controller manager's work, which does not run here.");
        return Task.CompletedTask;
    }

    protected override bool HasControllerManager => false;
}
