namespace Operator.Runtime.Conditions;

/// <summary>The three values of a condition's status.</summary>
public static class ConditionStatus
{
    /// <summary>It holds.</summary>
    public const string True = "True";

    /// <summary>It does not hold.</summary>
    public const string False = "False";

    /// <summary>It cannot be told.</summary>
    public const string Unknown = "Unknown";

    /// <summary>The text of a truth value.</summary>
    public static string Of(bool value) => value ? True : False;
}
