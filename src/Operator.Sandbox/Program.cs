using Operator.Sandbox.TryOut;

return await SandboxCommand.RunAsync(args);
