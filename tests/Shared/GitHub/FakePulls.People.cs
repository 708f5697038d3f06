namespace Operator.Testing.GitHub;

/// <content>What people and GitHub itself do with pull requests.</content>
public sealed partial class FakePulls
{
    /// <summary>A person merges.</summary>
    public void Merge(int number, bool squash = true, bool deleteBranch = true) => Merge(number, p => objects.Merge(p.Branch, squash, p.Base), deleteBranch);

    /// <summary>A person merges by putting the commits onto the base anew.</summary>
    public void Rebase(int number, bool deleteBranch = true) => Merge(number, p => objects.Rebase(p.Branch), deleteBranch);

    /// <summary>Somebody proposes a branch of this name from a fork.</summary>
    public FakePull AddFromFork(string branch, string body)
    {
        lock (_lock)
        {
            _pulls.Add(new FakePull(_pulls.Count + 1, branch, "main") { IsFromFork = true, Body = body, Head = objects.TipOf("main")! });
            return _pulls[^1];
        }
    }

    private void Merge(int number, Func<FakePull, string> merge, bool deleteBranch) => Act(number, pull =>
    {
        pull.MergeCommit = merge(pull);
        pull.Events.Add(("merged", TimeProvider.System.GetUtcNow()));
        Close(pull, "ann", "User");
        if (deleteBranch)
        {
            objects.Delete(pull.Branch);
        }
    });

    /// <summary>Somebody closes.</summary>
    public void Close(int number, string login = "ann", string type = "User") => Act(number, pull => Close(pull, login, type));

    /// <summary>Somebody deletes the branch, which closes the pull request.</summary>
    public void DeleteBranch(int number) => Act(number, pull =>
    {
        objects.Delete(pull.Branch);
        Close(pull, "ann", "User");
        pull.Events.Add(("head_ref_deleted", TimeProvider.System.GetUtcNow()));
    });

    /// <summary>Somebody reviews the newest commit, or one that they still have before them.</summary>
    public void Review(int number, string login, string state = "APPROVED", string? commit = null) => Act(number, pull => pull.Reviews.Add((login, state, commit ?? pull.Head, TimeProvider.System.GetUtcNow())));

    /// <summary>A person brings back a branch that was deleted, which does not open its pull request again.</summary>
    public void RestoreBranch(int number) => Act(number, pull =>
    {
        objects.Restore(pull.Branch, pull.Head);
        pull.Events.Add(("head_ref_restored", TimeProvider.System.GetUtcNow()));
    });

    /// <summary>A person opens a closed one again.</summary>
    public void Reopen(int number) => Act(number, pull =>
    {
        (pull.IsOpen, pull.ClosedBy) = (true, null);
        pull.Events.Add(("reopened", TimeProvider.System.GetUtcNow()));
    });

    /// <summary>Somebody deletes the branch into which it is to be merged, which closes it.</summary>
    public void DeleteBase(int number) => Act(number, pull =>
    {
        Close(pull, "ann", "User");
        pull.Events.Add(("base_ref_deleted", TimeProvider.System.GetUtcNow()));
    });

    /// <summary>A person gives it to the merge queue, which makes a branch with the merge and waits for its checks.</summary>
    /// <returns>The queue's branch.</returns>
    public string Enqueue(int number)
    {
        var branch = "";
        Act(number, pull =>
        {
            branch = $"gh-readonly-queue/{pull.Base}/pr-{number}-{objects.TipOf(pull.Base)}";
            objects.Restore(branch, objects.TipOf(pull.Base)!);
            objects.Merge(pull.Branch, squash: true, into: branch);
            pull.Events.Add(("added_to_merge_queue", TimeProvider.System.GetUtcNow()));
        });
        return branch;
    }

    /// <summary>The queue is done with it: it becomes the base, or fails and stays open.</summary>
    public void Dequeue(int number, string branch, bool passes) => Act(number, pull =>
    {
        pull.Events.Add(("removed_from_merge_queue", TimeProvider.System.GetUtcNow()));
        if (passes)
        {
            pull.MergeCommit = objects.TipOf(branch)!;
            objects.Restore(pull.Base, pull.MergeCommit);
            pull.Events.Add(("merged", TimeProvider.System.GetUtcNow()));
            Close(pull, "github-merge-queue[bot]", "Bot");
            objects.Delete(pull.Branch);
        }

        objects.Delete(branch);
    });

    /// <summary>A person dismisses all reviews.</summary>
    public void Dismiss(int number) => Act(number, pull => Dismiss(pull, commit: null));

    /// <summary>Somebody edits.</summary>
    public void Edit(int number, Action<FakePull> edit) => Act(number, edit);

    private void Act(int number, Action<FakePull> act)
    {
        lock (_lock)
        {
            Refresh();
            var pull = _pulls.Single(p => p.Number == number);
            act(pull);
            pull.UpdatedAt = TimeProvider.System.GetUtcNow();
        }
    }

    // Commits move an open one's head, and a branch that a push deletes closes it.
    private void Refresh()
    {
        foreach (var pull in _pulls.Where(p => p.IsOpen && !p.IsFromFork))
        {
            if (objects.TipOf(pull.Branch) is { } tip)
            {
                if (tip != pull.Head && DismissesStale)
                {
                    Dismiss(pull, tip);
                }

                pull.Head = tip;
            }
            else
            {
                Close(pull, "post-mortems[bot]", "Bot");
                pull.Events.Add(("head_ref_deleted", TimeProvider.System.GetUtcNow()));
            }
        }
    }

    private static void Dismiss(FakePull pull, string? commit)
    {
        for (var i = 0; i < pull.Reviews.Count; i++)
        {
            if (pull.Reviews[i].State == "APPROVED")
            {
                pull.Reviews[i] = pull.Reviews[i] with { State = "DISMISSED" };
                pull.Dismissals.Add((i, commit));
            }
        }
    }

    private static void Close(FakePull pull, string login, string type)
    {
        (pull.IsOpen, pull.ClosedBy) = (false, (login, type));
        pull.Events.Add(("closed", TimeProvider.System.GetUtcNow()));
    }
}
