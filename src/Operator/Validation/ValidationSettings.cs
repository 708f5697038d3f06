namespace Operator.Validation;

/// <summary>What a manifest is judged against besides the schema.</summary>
internal sealed record ValidationSettings
{
    /// <summary>The moment after which times lie in the future.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The names that spec.prometheus.source may have; null when no configuration is given.</summary>
    public IReadOnlyCollection<string>? Sources { get; init; }

    /// <summary>The names that spec.outputs.git.repository may have; null when no configuration is given.</summary>
    public IReadOnlyCollection<string>? Repositories { get; init; }

    /// <summary>The names that spec.template.name may have; null when no configuration is given.</summary>
    public IReadOnlyCollection<string>? Templates { get; init; }
}
