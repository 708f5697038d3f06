using Operator.Cli;
using Operator.Publishing.Git;

// git starts this program in place of ssh.
return SshLauncher.TryRun(args) ?? await CommandLineProgram.RunAsync(args, Terminal.OfProcess());
