namespace Operator.Rendering.Templates;

/// <summary>What a template may use up. Templates come from people who may edit a ConfigMap but not the operator.</summary>
internal static class TemplateLimits
{
    /// <summary>The largest template, in characters. 256 Ki: the built-in one has 8.</summary>
    public const int Source = 256 * 1024;

    /// <summary>Rounds of one loop. The longest list of the model has 500 entries.</summary>
    public const int Loop = 2000;

    /// <summary>Nested calls.</summary>
    public const int Recursion = 50;

    /// <summary>Characters of one value turned into text.</summary>
    public const int Value = 1024 * 1024;

    /// <summary>Characters of the whole output.</summary>
    public const int Output = 4 * 1024 * 1024;

    /// <summary>Time for one regular expression.</summary>
    public static readonly TimeSpan Regex = TimeSpan.FromMilliseconds(200);

    /// <summary>Time for one rendering; an ordinary one takes a millisecond.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);
}
