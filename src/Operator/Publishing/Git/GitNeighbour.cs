using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>A document of another resource.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Owner">Whose it is.</param>
internal readonly record struct GitNeighbour(string Path, DocumentOwner Owner);
