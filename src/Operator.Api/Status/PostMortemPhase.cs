namespace Operator.Api;

/// <summary>How far a post-mortem has come.</summary>
public enum PostMortemPhase
{
    /// <summary>Some reviewer has not approved.</summary>
    Draft,

    /// <summary>Every reviewer has approved.</summary>
    Reviewed,

    /// <summary>Reviewed, and delivered to every configured output.</summary>
    Published,
}
