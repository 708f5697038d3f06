using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>Whether action items can be told apart where names are narrower than identifiers.</summary>
public static class ActionItemIds
{
    /// <summary>What is wrong with a list of identifiers: two whose conditions would have one name. Null for nothing.</summary>
    /// <param name="ids">The identifiers, each once.</param>
    public static ActionItemIdProblem? Problem(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var index = 0;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var condition = ConditionTypes.OfActionItem(id);
            if (!seen.TryAdd(condition, id))
            {
                return new(index, $"'{id}' and '{seen[condition]}' would share the condition {condition}, where other characters than letters, digits, dots, underscores and dashes are dashes; change one of them");
            }

            index++;
        }

        return null;
    }

    /// <summary>Refuses a spec with such a problem.</summary>
    /// <exception cref="FailureException">InvalidSpec: it has one.</exception>
    internal static void Ensure(PostMortemSpec spec)
    {
        if (Problem(spec.ActionItems.Select(i => i.Id)) is { } problem)
        {
            throw FailureException.OfSpec(Reasons.InvalidSpec, $"spec.actionItems.id: {problem.Message}");
        }
    }
}

/// <summary>Two identifiers that cannot be told apart.</summary>
/// <param name="Index">The index of the second.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record ActionItemIdProblem(int Index, string Message);
