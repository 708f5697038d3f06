using System.Text.RegularExpressions;

namespace Operator.Evidence;

/// <summary>One condition on a label.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Operator">One of =, !=, =~ and !~.</param>
/// <param name="Value">The value, or the regular expression that the whole value must match.</param>
internal readonly record struct AlertMatcher(string Label, string Operator, string Value)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>Whether a label's value satisfies it; a label that is not there has an empty one.</summary>
    public bool Matches(string value) => Operator switch
    {
        "=" => string.Equals(value, Value, StringComparison.Ordinal),
        "!=" => !string.Equals(value, Value, StringComparison.Ordinal),
        "=~" => IsMatch(value),
        _ => !IsMatch(value),
    };

    /// <summary>The matcher as PromQL writes it.</summary>
    public override string ToString() => Label + Operator + PromQL.Quote(Value);

    // The server has the last word: an expression that only it understands matches nothing here, and is asked again.
    private bool IsMatch(string value)
    {
        try
        {
            return Regex.IsMatch(value, $"^(?:{Value})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
