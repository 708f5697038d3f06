using Operator.Cli;

return await CommandLineProgram.RunAsync(args, Terminal.OfProcess());
