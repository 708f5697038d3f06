using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Operator.Testing.Git;

namespace Operator.Testing.GitHub;

/// <summary>Keeps a bare repository as an emulator's API shows it, because the emulator does not speak git's own protocol.</summary>
/// <param name="repository">The repository.</param>
/// <param name="ask">Asks the API of the repository: method, path and the answer.</param>
internal sealed class EmulatedObjects(BareRepository repository, Func<string, string, Task<JsonNode?>> ask)
{
    private const string Heads = "refs/heads/";

    /// <summary>Gives the repository what the API has.</summary>
    public async Task PullAsync()
    {
        Dictionary<string, string> branches = new(StringComparer.Ordinal);
        foreach (var reference in (await ask("GET", "git/matching-refs/heads/"))!.AsArray())
        {
            branches[(string)reference!["ref"]!] = (string)reference["object"]!["sha"]!;
        }

        foreach (var (name, commit) in branches)
        {
            await CommitAsync(commit);
            Git(null, null, "update-ref", name, commit);
        }

        foreach (var gone in Branches().Except(branches.Keys, StringComparer.Ordinal))
        {
            Git(null, null, "update-ref", "-d", gone);
        }
    }

    /// <summary>Deletes through the API what a push deleted.</summary>
    public async Task PushAsync(IEnumerable<string> before)
    {
        foreach (var gone in before.Except(Branches(), StringComparer.Ordinal))
        {
            await ask("DELETE", $"git/{gone}");
        }
    }

    public IReadOnlyList<string> Branches() => Git(null, null, "for-each-ref", "--format=%(refname)", Heads).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task CommitAsync(string sha)
    {
        if (Has(sha))
        {
            return;
        }

        var commit = (await ask("GET", $"git/commits/{sha}"))!;
        foreach (var parent in commit["parents"]!.AsArray())
        {
            await CommitAsync((string)parent!["sha"]!);
        }

        await TreeAsync((string)commit["tree"]!["sha"]!);
        var text = new StringBuilder($"tree {(string)commit["tree"]!["sha"]!}\n");
        foreach (var parent in commit["parents"]!.AsArray())
        {
            text.Append(CultureInfo.InvariantCulture, $"parent {(string)parent!["sha"]!}\n");
        }

        var message = (string)commit["message"]!;
        text.Append($"author {Person(commit["author"]!)}\ncommitter {Person(commit["committer"]!)}\n\n{message}{(message.EndsWith('\n') ? "" : "\n")}");
        Same(sha, Git(text.ToString(), null, "hash-object", "-w", "-t", "commit", "--stdin"));
    }

    private async Task TreeAsync(string sha)
    {
        if (Has(sha))
        {
            return;
        }

        var index = Path.Combine(repository.Folder, $"index-{Guid.NewGuid():N}");
        var lines = new StringBuilder();
        foreach (var entry in (await ask("GET", $"git/trees/{sha}?recursive=1"))!["tree"]!.AsArray().Where(e => (string)e!["type"]! == "blob"))
        {
            var blob = (string)entry!["sha"]!;
            if (!Has(blob))
            {
                var file = Path.Combine(repository.Folder, $"blob-{Guid.NewGuid():N}");
                await File.WriteAllBytesAsync(file, Convert.FromBase64String((string)(await ask("GET", $"git/blobs/{blob}"))!["content"]!));
                Same(blob, Git(null, null, "hash-object", "-w", "--no-filters", file));
            }

            lines.Append(CultureInfo.InvariantCulture, $"{(string)entry["mode"]!} {blob}\t{(string)entry["path"]!}\n");
        }

        Git(lines.ToString(), index, "update-index", "--add", "--index-info");
        Same(sha, Git(null, index, "write-tree"));
    }

    private static string Person(JsonNode person) => string.Create(CultureInfo.InvariantCulture, $"{(string)person["name"]!} <{(string)person["email"]!}> {DateTimeOffset.Parse((string)person["date"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds()} +0000");

    private bool Has(string sha)
    {
        try
        {
            Git(null, null, "cat-file", "-e", sha);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Same(string expected, string actual)
    {
        if (expected != actual.Trim())
        {
            throw new InvalidOperationException($"The emulator calls {expected} what git calls {actual.Trim()}.");
        }
    }

    private string Git(string? input, string? index, params string[] arguments) => GitCommand.Run(input, ["-C", repository.Path, .. arguments], index);
}
