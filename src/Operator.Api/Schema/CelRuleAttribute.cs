namespace Operator.Api.Schema;

/// <summary>A CEL rule (<c>x-kubernetes-validations</c>) on the type or property that carries it; <c>self</c> is the annotated value.</summary>
/// <param name="rule">The CEL expression, true for a valid value.</param>
/// <param name="message">What is wrong and what would be right, shown to the user.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class CelRuleAttribute(string rule, string message) : Attribute
{
    /// <summary>The CEL expression.</summary>
    public string Rule { get; } = rule;

    /// <summary>The message for the user when the expression is false.</summary>
    public string Message { get; } = message;
}
