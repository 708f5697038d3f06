using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same publishing to Git on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerGitTests : GitTests, IOnKubeApiServer;
