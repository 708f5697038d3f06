namespace Operator.Core.Documents;

/// <summary>What every text of a person goes through before it is read as Markdown.</summary>
public static class AuthorText
{
    /// <summary>Takes out control, bidirectional and zero-width characters; line breaks, indentation and tabs stay.</summary>
    /// <param name="text">Text with \n as line break.</param>
    public static string Clean(string text) => VisibleText.CleanLines(text);
}
