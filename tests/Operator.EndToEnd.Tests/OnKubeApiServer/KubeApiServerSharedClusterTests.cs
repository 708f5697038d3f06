using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same others on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerSharedClusterTests : SharedClusterTests, IOnKubeApiServer;
