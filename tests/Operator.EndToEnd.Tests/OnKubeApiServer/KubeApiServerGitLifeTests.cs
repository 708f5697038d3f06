using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same life in Git on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerGitLifeTests : GitLifeTests, IOnKubeApiServer;
