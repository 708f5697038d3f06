using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same processes on a real kube-apiserver, where its binaries are, with the rights that the chart gives them.</summary>
public sealed class KubeApiServerProcessTests : ProcessTests, IOnKubeApiServer;
