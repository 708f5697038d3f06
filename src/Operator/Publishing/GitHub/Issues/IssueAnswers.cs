using System.Collections.Concurrent;
using Operator.Runtime;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>The newest answers about the issues of each resource. Safe for concurrent use.</summary>
internal sealed class IssueAnswers
{
    private readonly ConcurrentDictionary<ObjectKey, Entry> _entries = new();

    /// <summary>Whether there is something about a resource that no round of it has taken.</summary>
    public bool HasNews(ObjectKey key) => _entries.TryGetValue(key, out var entry) && !entry.IsHeard;

    /// <summary>The answers about a resource.</summary>
    public IReadOnlyList<IssueAnswer> Hear(ObjectKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return [];
        }

        entry.IsHeard = true;
        return entry.Answers;
    }

    /// <summary>The newest answer about an action item; null when there is none.</summary>
    public IssueAnswer? Find(ObjectKey key, string item) => _entries.TryGetValue(key, out var entry) ? entry.Answers.FirstOrDefault(a => a.Item == item) : null;

    /// <summary>Keeps answers.</summary>
    /// <returns>Whether they say something new.</returns>
    public bool Keep(ObjectKey key, IReadOnlyList<IssueAnswer> answers)
    {
        if (_entries.TryGetValue(key, out var known) && known.Answers.SequenceEqual(answers))
        {
            return false;
        }

        _entries[key] = new Entry(answers);
        return true;
    }

    /// <summary>Forgets a resource.</summary>
    public void Forget(ObjectKey key) => _entries.TryRemove(key, out _);

    private sealed class Entry(IReadOnlyList<IssueAnswer> answers)
    {
        public IReadOnlyList<IssueAnswer> Answers => answers;

        public bool IsHeard { get; set; }
    }
}
