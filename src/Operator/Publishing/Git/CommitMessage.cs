using System.Text;

namespace Operator.Publishing.Git;

/// <summary>What a commit says. Only names of resources are in it, so that nobody is mentioned and no issue is closed.</summary>
internal static class CommitMessage
{
    /// <summary>The last line of each commit of the operator, which tells it from those of people.</summary>
    public const string Trailer = "Published-by: postmortem-operator";

    private const int MostListed = 50;

    /// <summary>The message of a commit that publishes these.</summary>
    public static string Of(IReadOnlyList<GitRequest> requests)
    {
        var verb = requests.All(r => r.IsRemoval) ? "Remove" : requests.Any(r => r.IsRemoval) ? "Publish and remove" : "Publish";
        var message = new StringBuilder(requests.Count == 1 ? $"{verb} post-mortem {requests[0].Key}\n\n" : $"{verb} {requests.Count} post-mortems\n\n");
        if (requests.Count > 1)
        {
            message.AppendJoin("", requests.Take(MostListed).Select(r => $"- {r.Key}\n")).Append(requests.Count > MostListed ? "- …\n\n" : "\n");
        }

        return message.Append(Ending(requests[0])).ToString();
    }

    /// <summary>The message of a commit of the index page alone.</summary>
    public static string OfIndex(GitRequest request) => "List all post-mortems\n\n" + Ending(request);

    private static string Ending(GitRequest request) => $"Cluster: {request.Document.Owner.Cluster}\n{Trailer}\n";
}
