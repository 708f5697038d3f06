using System.Collections.Concurrent;
using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>The last answer of a branch about each resource. Safe for concurrent use.</summary>
internal sealed class GitAnswers
{
    private readonly ConcurrentDictionary<ObjectKey, GitAnswer> _answers = new();

    public bool IsEmpty => _answers.IsEmpty;

    /// <summary>What became of a request that needs not be asked again; null when the branch is to be asked.</summary>
    public GitDelivery? Tell(GitRequest request)
    {
        if (_answers.GetValueOrDefault(request.Key) is not { IsStale: false, IsOver: false } answer || answer.Delivery.Digest != request.Digest || (answer.IsTold && (answer.Delivery.Failure is not null || request.IsAsked)))
        {
            return null;
        }

        answer.IsTold = true;
        return answer.Delivery;
    }

    /// <summary>
    /// What was answered to the same request before, which stands until there is a new answer, so that no condition changes to and fro with each
    /// try; null when it was another request, or somebody asks for a new try.
    /// </summary>
    public GitDelivery? Former(GitRequest request)
    {
        if (_answers.GetValueOrDefault(request.Key) is not { } answer || answer.Delivery.Digest != request.Digest)
        {
            return null;
        }

        answer.IsOver |= request.IsAsked;
        return answer.IsOver ? null : answer.Delivery;
    }

    /// <summary>Whether the server refused this very content for itself, and nobody asks for a new try.</summary>
    public bool IsRefused(GitRequest request) => Former(request) is { IsRefusedAlone: true };

    /// <summary>Whether there is something about a resource that its worker has not been told.</summary>
    public bool HasNews(ObjectKey key) => _answers.TryGetValue(key, out var answer) && (answer.IsStale || !answer.IsTold || !answer.IsHeard);

    /// <summary>What people say by boxes in a resource's file.</summary>
    public IReadOnlyList<BoxStatement> Hear(ObjectKey key)
    {
        if (!_answers.TryGetValue(key, out var answer))
        {
            return [];
        }

        answer.IsHeard = true;
        return answer.Delivery.Boxes;
    }

    /// <summary>Keeps an answer.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="delivery">The answer.</param>
    /// <param name="tip">The branch's newest commit then; null without one.</param>
    public void Keep(ObjectKey key, GitDelivery delivery, string? tip) => _answers[key] = new GitAnswer(delivery, tip);

    /// <summary>Forgets a resource that is gone.</summary>
    public void Forget(ObjectKey key) => _answers.TryRemove(key, out _);

    /// <summary>The answers about documents of which people have to decide.</summary>
    public IReadOnlyList<KeyValuePair<ObjectKey, GitDelivery>> Proposed() =>
        [.. _answers.Where(a => a.Value is { IsStale: false, Delivery.IsProposed: true }).Select(a => KeyValuePair.Create(a.Key, a.Value.Delivery))];

    /// <summary>Marks the answers about what is not as it was any more.</summary>
    /// <param name="isAsBefore">Whether what was answered about a resource still holds.</param>
    /// <param name="tip">The branch's newest commit: in another one somebody may have corrected what was in the way.</param>
    /// <returns>The resources.</returns>
    public IReadOnlyList<ObjectKey> Outdate(Func<ObjectKey, GitDelivery, bool> isAsBefore, string? tip)
    {
        List<ObjectKey> outdated = [];
        foreach (var (key, answer) in _answers)
        {
            if (!answer.IsStale && (answer.Delivery.Failure is { } failure ? answer.Tip != tip && GitReasons.MayPass(failure.Reason) : !isAsBefore(key, answer.Delivery)))
            {
                answer.IsStale = true;
                outdated.Add(key);
            }
        }

        return outdated;
    }
}
