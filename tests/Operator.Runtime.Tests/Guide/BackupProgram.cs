using Microsoft.AspNetCore.Builder;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Tests.Guide;

/// <summary>What the guide says of wiring.</summary>
internal static class BackupProgram
{
    public static async Task<int> RunAsync(string[] args, OperatorRuntimeOptions options, string podNamespace)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddOperatorRuntime(runtime =>
        {
            runtime.Kubeconfig = options.Kubeconfig;
            runtime.LeaderElection.Namespace = podNamespace;
            runtime.LeaderElection.LeaseName = "backup-operator";
            runtime.Client.UserAgent = "backup-operator/1.0";
        });
        builder.Services.AddController<BackupReconciler>(new ControllerDefinition
        {
            Name = "backup",
            Resource = new ResourceType("example.org", "v1", "Backup", "backups"),
            TokenAnnotations = ["example.org/reconcile-at"],
            Owned = [new OwnedResource(ResourceType.ConfigMap, "app.kubernetes.io/managed-by=backup-operator")],
        });
        var app = builder.Build();
        app.MapHealth();
        await app.RunAsync();
        return Environment.ExitCode;
    }
}
