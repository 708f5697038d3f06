namespace Operator.Core.Documents;

/// <summary>A part of a document with a name that stays the same from one rendering to the next.</summary>
/// <param name="Name">Lower-case letters and dashes, such as <c>action-items</c>; unique within the document.</param>
/// <param name="Markdown">Its text. The texts of all blocks, one after the other, are the document.</param>
public readonly record struct DocumentBlock(string Name, string Markdown)
{
    /// <summary>The first line, <c># …</c>, and the empty line after it.</summary>
    public const string Title = "title";

    /// <summary>The only block of a document whose template has no blocks.</summary>
    public const string Whole = "document";
}
