using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same statuses on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerStatusParityTests : StatusParityTests, IOnKubeApiServer;
