namespace Operator.EndToEnd.Tests.TryOut;

/// <summary>The try-out program without samples.</summary>
public sealed class EmptySandboxProcess() : SandboxProcess(["--no-samples"]);
