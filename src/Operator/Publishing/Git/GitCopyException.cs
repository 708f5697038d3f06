using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>The copy of a repository cannot be used; it is made again.</summary>
/// <param name="repository">Which repository.</param>
/// <param name="message">What git says.</param>
internal sealed class GitCopyException(GitRepositoryOptions repository, string message)
    : FailureException(Reasons.GitUnavailable, $"Git repository '{repository.Name}': the operator's copy cannot be used and is made again: {message}");
