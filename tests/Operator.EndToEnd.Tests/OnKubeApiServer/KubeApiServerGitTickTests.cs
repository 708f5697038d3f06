using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same ticks on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerGitTickTests : GitTickTests, IOnKubeApiServer;
