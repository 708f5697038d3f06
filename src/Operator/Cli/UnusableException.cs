namespace Operator.Cli;

/// <summary>A command cannot do what it was asked: exit code <see cref="ExitCodes.Unusable"/>.</summary>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class UnusableException(string message) : Exception(message);
