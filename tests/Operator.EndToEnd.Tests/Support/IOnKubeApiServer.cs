namespace Operator.EndToEnd.Tests.Support;

/// <summary>A test class whose worlds are real kube-apiservers, where their binaries are. What needs the sandbox is skipped.</summary>
internal interface IOnKubeApiServer;
