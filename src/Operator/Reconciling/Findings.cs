using System.Collections;

namespace Operator.Reconciling;

/// <summary>What the steps of a round say in the terms of conditions, in their order. The last word on a condition counts.</summary>
internal sealed class Findings : IEnumerable<KeyValuePair<string, Finding>>
{
    private readonly OrderedDictionary<string, Finding> _findings = new(StringComparer.Ordinal);

    public Finding? Find(string condition) => _findings.GetValueOrDefault(condition);

    public void Set(string condition, Finding finding) => _findings[condition] = finding;

    public IEnumerator<KeyValuePair<string, Finding>> GetEnumerator() => _findings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What a step says of its condition.</summary>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="Reason">In PascalCase.</param>
/// <param name="Message">For people.</param>
internal sealed record Finding(string Status, string Reason, string Message);
