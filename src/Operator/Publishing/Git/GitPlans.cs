using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>Plans what documents need in a branch.</summary>
/// <param name="repository">The repository.</param>
/// <param name="branch">What is known of the branch.</param>
/// <param name="deliveries">Takes the answers to requests that need no plan, or cannot have one.</param>
internal sealed class GitPlans(GitRepositoryOptions repository, GitBranchState branch, Dictionary<GitRequest, GitDelivery> deliveries)
{
    /// <summary>Plans the requests that can be planned; of the others it is noted why not.</summary>
    public async Task<IReadOnlyList<GitPlan>> PlanAsync(IReadOnlyList<GitRequest> requests, CancellationToken cancellationToken)
    {
        var tree = branch.CopyOfTree();
        List<(GitRequest Request, string Path)> placed = [];
        foreach (var request in requests)
        {
            // A removal of what people deleted themselves leaves the index to be corrected.
            if ((await branch.LocateAsync(request, cancellationToken) ?? (request.IsRemoval ? request.Path : null)) is { Length: > 0 } path)
            {
                placed.Add((request, path));
            }
            else
            {
                deliveries[request] = new GitDelivery(request.Digest) { Path = request.Path, IsWithheld = true };
            }
        }

        var edited = placed.Select(p => (p.Request, Entry: tree.Find(p.Path))).Where(p => p.Entry is { IsFile: true } entry && entry.ObjectId != GitTree.ObjectIdOf(p.Request.Text));
        Dictionary<string, byte[]> contents = new(await branch.ReadAsync([.. edited.Select(e => e.Entry!.Value.ObjectId).Distinct(StringComparer.Ordinal)], cancellationToken), StringComparer.Ordinal);
        Dictionary<string, GitNeighbour> hosts = new(StringComparer.Ordinal);
        foreach (var (request, path) in placed)
        {
            if (await branch.FindHostAsync(request, path, cancellationToken) is { } host)
            {
                hosts[path] = host;
            }
        }

        Dictionary<string, byte[]> deleted = new(StringComparer.Ordinal);
        foreach (var (request, path) in placed.Where(p => p.Request.IsRemoval && tree.Find(p.Path) is null && tree.FilesIn(p.Path[..p.Path.LastIndexOf('/')]).Any()))
        {
            if (await branch.FindDeletedAsync(request, path, cancellationToken) is { } document)
            {
                deleted[path] = document;
            }
        }

        List<GitPlan> plans = [];
        foreach (var (request, path) in placed)
        {
            try
            {
                var plan = new GitPlanner(repository, tree, contents, hosts, deleted).Plan(request, path);
                tree.Apply(plan.Changes);
                foreach (var change in plan.Changes.Where(c => c.Path == path))
                {
                    contents[plan.ObjectId] = change.Content!;
                }

                plans.Add(plan);
            }
            catch (FailureException e) when (e is not GitCopyException)
            {
                deliveries[request] = new GitDelivery(request.Digest) { Path = path, Failure = e };
            }
        }

        return await WritableAsync(plans, cancellationToken);
    }

    /// <summary>The plans in the form in which the repository keeps files, without those that would need a filter for it.</summary>
    private async Task<IReadOnlyList<GitPlan>> WritableAsync(List<GitPlan> plans, CancellationToken cancellationToken)
    {
        var written = plans.SelectMany(p => p.Changes).Where(c => c.Content is not null).Select(c => c.Path);
        var (filtered, text) = await new GitAttributes(repository, branch).ReadAsync([.. written], cancellationToken);
        List<GitPlan> writable = [];
        foreach (var plan in plans)
        {
            if (plan.Changes.FirstOrDefault(c => filtered.ContainsKey(c.Path)) is { } change)
            {
                deliveries[plan.Request] = new GitDelivery(plan.Request.Digest) { Path = plan.Path, Failure = filtered[change.Path] };
            }
            else
            {
                writable.Add(text.Contains(plan.Path) ? plan.WithLineFeeds() : plan);
            }
        }

        return writable;
    }
}
