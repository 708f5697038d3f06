using System.Globalization;
using System.Text;
using Octokit;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>A pull request that is open.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Branch">The branch that it proposes.</param>
/// <param name="Head">The newest commit of it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its body.</param>
/// <param name="Url">Its page.</param>
internal sealed record OpenPull(int Number, string Branch, string Head, string Title, string Body, string Url)
{
    /// <summary>Decides over what the operator reads of it.</summary>
    public string Seen => $"{Head} {Base} {GitTree.ObjectIdOf(Encoding.UTF8.GetBytes($"{Title}\n{Body.ReplaceLineEndings("\n")}"))}";

    /// <summary>The same where reviews count: a review changes nothing but the time of the last change.</summary>
    public string SeenWithReviews => string.Create(CultureInfo.InvariantCulture, $"{Seen} {UpdatedAt.ToUnixTimeSeconds()}");

    /// <summary>The branch into which it is to be merged; people may change it.</summary>
    public required string Base { get; init; }

    /// <summary>When anything of it changed last.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    public static OpenPull Of(PullRequest pull) => new(pull.Number, pull.Head.Ref, pull.Head.Sha, pull.Title, pull.Body ?? "", pull.HtmlUrl) { Base = pull.Base.Ref, UpdatedAt = pull.UpdatedAt };
}
