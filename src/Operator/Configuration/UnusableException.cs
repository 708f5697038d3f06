namespace Operator.Configuration;

/// <summary>An input or a setting cannot be used, so that a command cannot do what it was asked.</summary>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class UnusableException(string message) : Exception(message);
