using System.Text;
using System.Text.Unicode;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>Keeps the index page of a branch.</summary>
/// <param name="repository">The repository.</param>
/// <param name="branch">What is known of the branch.</param>
internal sealed class GitIndex(GitRepositoryOptions repository, GitBranchState branch)
{
    /// <summary>Whether the page is people's own.</summary>
    public bool IsUnmarked { get; private set; }

    /// <summary>The change that the page needs; null if it says everything already, or is people's own.</summary>
    /// <param name="plans">What is about to be published or removed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<GitChange?> ChangeAsync(IReadOnlyList<GitPlan> plans, CancellationToken cancellationToken)
    {
        var path = $"{repository.Root}/README.md";
        var entry = branch.Find(path);
        var gone = plans.Where(p => p.ObjectId.Length == 0).Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        Remember(plans, gone);
        if (!repository.Index || entry is { IsFile: false } || (branch.Entries.Count == 0 && gone.Count == 0))
        {
            return null;
        }

        var content = entry is { } found ? (await branch.ReadAsync([found.ObjectId], cancellationToken)).GetValueOrDefault(found.ObjectId) : null;
        var text = content is null ? null : Encoding.UTF8.GetString(content);

        // What people wrote in another encoding would not survive.
        var page = content is null || Utf8.IsValid(content) ? IndexPage.Parse(text) : null;
        IsUnmarked = page is null;
        branch.IsIndexWritten &= !IsUnmarked;
        var present = branch.Entries.Where(e => IsThere(e.Key)).ToList();
        if (page is null || (text is null && present.Count == 0))
        {
            return null;
        }

        foreach (var (document, said) in present)
        {
            page.Set(document[(repository.Root.Length + 1)..], said);
        }

        page.Keep(row => IsThere($"{repository.Root}/{row}"));
        var written = page.Write();
        return written == text || (await new GitAttributes(repository, branch).ReadAsync([path], cancellationToken)).Filtered.Count > 0 ? null : new GitChange(path, Encoding.UTF8.GetBytes(written));

        bool IsThere(string document) => !gone.Contains(document) && (branch.Find(document) is not null || plans.Any(p => p.Path == document));
    }

    private void Remember(IReadOnlyList<GitPlan> plans, HashSet<string> gone)
    {
        foreach (var plan in plans)
        {
            if (plan.Path != plan.Request.Path)
            {
                branch.Entries.Remove(plan.Request.Path);
            }

            if (gone.Contains(plan.Path) || plan.Request.Entry is null)
            {
                branch.Entries.Remove(plan.Path);
            }
            else
            {
                branch.Entries[plan.Path] = plan.Request.Entry;
            }
        }
    }
}
