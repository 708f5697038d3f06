namespace Operator.Rendering.Html;

/// <summary>A section of the contents.</summary>
/// <param name="Id">The heading's id.</param>
/// <param name="Title">The heading's text.</param>
internal sealed record DocumentSection(string Id, string Title);
