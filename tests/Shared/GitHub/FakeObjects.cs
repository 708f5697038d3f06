using System.Text;
using System.Text.Json.Nodes;
using Operator.Testing.Git;

namespace Operator.Testing.GitHub;

/// <summary>GitHub's API for git objects and branches, over a real repository.</summary>
/// <param name="repository">The repository.</param>
public sealed class FakeObjects(BareRepository repository)
{
    private const string App = "post-mortems[bot] <1+post-mortems[bot]@users.noreply.github.com>";

    /// <summary>Whether each commit that was made here would be signed: GitHub signs an App's, if it names nobody.</summary>
    public List<bool> Verified { get; } = [];

    public string? TipOf(string branch) => TryGit("rev-parse", "--verify", "--quiet", $"refs/heads/{branch}")?.Trim();

    public bool IsAncestor(string commit, string of) => TryGit("merge-base", "--is-ancestor", commit, of) is not null;

    /// <summary>Answers; null for what it does not know.</summary>
    public (int Status, JsonNode Body)? Answer(string method, string path, JsonNode? body) => (method, path.Split('/')) switch
    {
        ("POST", ["blobs"]) => Blob(body!),
        ("POST", ["trees"]) => Tree(body!),
        ("POST", ["commits"]) => Commit(body!),
        ("GET", ["commits", var sha]) => Read(sha),
        ("POST", ["refs"]) => Begin((string)body!["ref"]!, (string)body["sha"]!),
        ("PATCH", ["refs", "heads", .. var parts]) => Move(string.Join('/', parts), (string)body!["sha"]!, (bool?)body["force"] ?? false),
        _ => null,
    };

    /// <summary>Merges as a person does.</summary>
    /// <returns>The commit that the branch main has then.</returns>
    public string Merge(string branch, bool squash, string into = "main")
    {
        var tree = Git(null, "merge-tree", "--write-tree", into, branch).Split('\n')[0].Trim();
        string[] parents = squash ? ["-p", into] : ["-p", into, "-p", branch];
        var commit = Git("Merge", ["commit-tree", tree, .. parents]).Trim();
        Git(null, "update-ref", $"refs/heads/{into}", commit);
        return commit;
    }

    /// <summary>Puts each commit of a branch onto the branch main anew.</summary>
    public string Rebase(string branch)
    {
        foreach (var commit in Git(null, "rev-list", "--reverse", $"main..{branch}").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var tree = Git(null, "merge-tree", "--write-tree", "main", commit).Split('\n')[0].Trim();
            Git(null, "update-ref", "refs/heads/main", Git(Git(null, "log", "-1", "--format=%B", commit), "commit-tree", tree, "-p", "main").Trim());
        }

        return TipOf("main")!;
    }

    /// <summary>Makes a branch, or has it show another commit.</summary>
    public void Restore(string branch, string commit) => Git(null, "update-ref", $"refs/heads/{branch}", commit);

    /// <summary>A file of a commit; null without one.</summary>
    public string? Content(string path, string commit) => TryGit("show", $"{commit}:{path}");

    /// <summary>Puts all commits of a branch into one, on top of another commit, and pushes it by force.</summary>
    public void Squash(string branch, string onto)
    {
        var tree = Git(null, "merge-tree", "--write-tree", onto, branch).Split('\n')[0].Trim();
        Restore(branch, Git(Git(null, "log", "-1", "--format=%B", branch), "commit-tree", tree, "-p", onto).Trim());
    }

    public void Delete(string branch) => Git(null, "update-ref", "-d", $"refs/heads/{branch}");

    private (int, JsonNode) Blob(JsonNode body)
    {
        var content = (string)body["content"]!;
        return (201, new JsonObject { ["sha"] = Write((string?)body["encoding"] == "base64" ? Convert.FromBase64String(content) : Encoding.UTF8.GetBytes(content)) });
    }

    private (int, JsonNode) Tree(JsonNode body)
    {
        var index = Path.Combine(repository.Folder, $"index-{Guid.NewGuid():N}");
        var tree = (string?)body["base_tree"];
        if (tree is not null && TryGit("cat-file", "-t", tree)?.Trim() != "tree")
        {
            return (422, Problem("base_tree is not a valid tree oid"));
        }

        Run(null, index, "read-tree", tree ?? "--empty");
        foreach (var item in body["tree"]!.AsArray())
        {
            if ((string?)item!["mode"] != "100644" || (string?)item["type"] != "blob" || item.AsObject().ContainsKey("sha") == item.AsObject().ContainsKey("content"))
            {
                return (422, Problem("tree.mode, tree.type, and one of tree.sha and tree.content are needed"));
            }

            if (item.AsObject().ContainsKey("sha") && item["sha"] is null)
            {
                Run(null, index, "update-index", "--force-remove", "--", (string)item["path"]!);
                continue;
            }

            var sha = (string?)item["sha"] ?? Write(Encoding.UTF8.GetBytes((string)item["content"]!));
            Run(null, index, "update-index", "--add", "--cacheinfo", $"100644,{sha},{(string)item["path"]!}");
        }

        return (201, new JsonObject { ["sha"] = Run(null, index, "write-tree").Trim(), ["truncated"] = false });
    }

    private (int, JsonNode) Commit(JsonNode body)
    {
        Verified.Add(body["author"] is null && body["committer"] is null);
        var parents = body["parents"]!.AsArray().SelectMany(p => new[] { "-p", (string)p! });
        var sha = Git((string)body["message"]!, ["commit-tree", (string)body["tree"]!, .. parents]).Trim();
        return (201, (JsonNode)Read(sha)!.Value.Body);
    }

    private (int Status, JsonNode Body)? Read(string sha)
    {
        if (TryGit("log", "-1", "--format=%H%x00%P%x00%B", sha)?.Split('\0') is not [var commit, var parents, var message])
        {
            return (404, Problem("Not Found"));
        }

        return (200, new JsonObject
        {
            ["sha"] = commit,
            ["message"] = message.TrimEnd(),
            ["parents"] = new JsonArray([.. parents.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => new JsonObject { ["sha"] = p })]),
            ["verification"] = new JsonObject { ["verified"] = true, ["reason"] = "valid" },
        });
    }

    private (int, JsonNode) Begin(string name, string sha)
    {
        var branch = name["refs/heads/".Length..];
        return TipOf(branch) is not null ? (422, Problem("Reference already exists"))
            : TryGit("update-ref", name, sha) is null ? (422, Problem("Reference update failed"))
            : (201, Reference(branch, sha));
    }

    private (int, JsonNode) Move(string branch, string sha, bool force) => TipOf(branch) is not { } tip ? (422, Problem("Reference does not exist"))
        : !force && !IsAncestor(tip, sha) ? (422, Problem("Update is not a fast forward"))
        : TryGit("update-ref", $"refs/heads/{branch}", sha, tip) is null ? (409, Problem("Reference cannot be updated"))
        : (200, Reference(branch, sha));

    private static JsonObject Reference(string branch, string sha) => new() { ["ref"] = $"refs/heads/{branch}", ["object"] = new JsonObject { ["type"] = "commit", ["sha"] = sha } };

    private static JsonObject Problem(string message) => new() { ["message"] = message };

    private string Write(byte[] content)
    {
        var file = Path.Combine(repository.Folder, $"blob-{Guid.NewGuid():N}");
        File.WriteAllBytes(file, content);
        return Git(null, "hash-object", "-w", "--no-filters", file).Trim();
    }

    private string? TryGit(params string[] arguments)
    {
        try
        {
            return Git(null, arguments);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string Git(string? input, params string[] arguments) => Run(input, null, arguments);

    private string Run(string? input, string? index, params string[] arguments) => GitCommand.Run(
        input, ["-C", repository.Path, "-c", $"user.name={App.Split(" <")[0]}", "-c", $"user.email={App.Split('<')[1].TrimEnd('>')}", .. arguments], index);
}
