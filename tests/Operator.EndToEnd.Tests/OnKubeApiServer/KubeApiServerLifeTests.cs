using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same life on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerLifeTests : LifeTests, IOnKubeApiServer
{
    public override Task A_deleted_resource_takes_its_document_along_and_a_namesake_gets_its_own()
    {
        Assert.Skip("Garbage collection is the controller manager's work, which does not run here.");
        return Task.CompletedTask;
    }
}
