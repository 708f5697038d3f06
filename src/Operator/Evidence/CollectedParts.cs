using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>The parts of one collection: each is either read anew, or stands as it is kept.</summary>
/// <param name="kept">The evidence that is kept; null without any.</param>
/// <param name="refresh">Whether frozen parts are read again, too.</param>
internal sealed class CollectedParts(IncidentEvidence? kept, bool refresh)
{
    private readonly List<EvidencePart> _parts = [];
    private readonly List<EvidenceProblem> _standing = [];
    private readonly HashSet<string> _confirmed = new(StringComparer.Ordinal);

    /// <summary>What is kept, with answers taken back to questions that were asked before.</summary>
    public IncidentEvidence? Kept { get; private set; } = kept;

    /// <summary>Whether something differs from what is kept.</summary>
    public bool IsNew { get; set; } = kept is null;

    /// <summary>The parts so far.</summary>
    public IReadOnlyList<EvidencePart> All => _parts;

    /// <summary>Why kept parts stand although they were asked for again.</summary>
    public IReadOnlyList<EvidenceProblem> Standing => _standing;

    /// <summary>The names of kept parts that were asked for again and stand.</summary>
    public IReadOnlySet<string> Confirmed => _confirmed;

    /// <summary>Takes back the answer to a question that was asked before.</summary>
    public void Recall(string name, string inputs)
    {
        var recalled = FormerAnswers.Recall(Kept, name, inputs);
        IsNew |= !ReferenceEquals(recalled, Kept);
        Kept = recalled;
    }

    /// <summary>Whether a kept part is not asked for again.</summary>
    public bool IsFinal(EvidencePart? before, string inputs) => !refresh && before is { Frozen: true } && before.Inputs == inputs;

    /// <summary>Lets a kept part stand without asking.</summary>
    public void Keep(EvidencePart part) => _parts.Add(part);

    /// <summary>Takes the new part, or lets the kept one stand.</summary>
    /// <param name="standing">The kept part, if it stands.</param>
    /// <param name="fresh">The new one.</param>
    /// <param name="why">Why the kept one stands.</param>
    /// <returns>Whether the new one was taken.</returns>
    public bool Take(EvidencePart? standing, EvidencePart fresh, IReadOnlyList<EvidenceProblem> why)
    {
        if (standing is null)
        {
            _parts.Add(fresh);
            IsNew = true;
            return true;
        }

        _parts.Add(standing);
        _standing.AddRange(why);
        if (!why.Any(PartContent.IsTransient))
        {
            _confirmed.Add(standing.Name);
        }

        return false;
    }

    /// <summary>Changes a part that is there.</summary>
    public void Change(string name, Func<EvidencePart, EvidencePart> change)
    {
        if (_parts.FindIndex(p => p.Name == name) is >= 0 and var index)
        {
            _parts[index] = change(_parts[index]);
        }
    }

    /// <summary>Marks what is there now.</summary>
    /// <returns>Forgets everything that came after the mark.</returns>
    public Action Mark()
    {
        var (parts, standing, confirmed) = (_parts.Count, _standing.Count, _confirmed.ToList());
        return () =>
        {
            _parts.RemoveRange(parts, _parts.Count - parts);
            _standing.RemoveRange(standing, _standing.Count - standing);
            _confirmed.Clear();
            _confirmed.UnionWith(confirmed);
        };
    }

    /// <summary>What is kept of an objective; of a renamed one under its former name.</summary>
    public (EvidencePart? Part, SloEvidence? Slo) Objective(string name, string inputs)
    {
        var part = Kept?.Part(EvidencePartNames.Objective(name));
        if (part is not null)
        {
            return (part, Kept!.Slo(name));
        }

        var former = Kept?.Slos.FirstOrDefault(s => Kept.Part(EvidencePartNames.Objective(s.Name)) is { Frozen: true } p && p.Inputs == inputs);
        if (former is null)
        {
            return (null, null);
        }

        IsNew = true;
        return (Kept!.Part(EvidencePartNames.Objective(former.Name))! with { Name = EvidencePartNames.Objective(name) }, former with { Name = name });
    }

    /// <summary>Asked again, and again there is nothing: a new time alone would make a new document that says nothing new.</summary>
    public static bool IsSameNothing(EvidencePart? before, IReadOnlyList<EvidenceProblem> fresh, IReadOnlyList<EvidenceProblem>? known, bool holdsSomething) =>
        before is not null && !holdsSomething && known is not null && fresh.SequenceEqual(known);
}
