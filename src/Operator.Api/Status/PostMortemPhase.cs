namespace Operator.Api;

/// <summary>How far a post-mortem has come.</summary>
public enum PostMortemPhase
{
    /// <summary>The incident is not resolved, a required section is not written, or a listed reviewer has not approved.</summary>
    Draft,

    /// <summary>The incident is resolved, every required section is written, and every listed reviewer has approved.</summary>
    Reviewed,

    /// <summary>Reviewed, and delivered to every configured output. It stays so until a required section or an approval is withdrawn.</summary>
    Published,
}
