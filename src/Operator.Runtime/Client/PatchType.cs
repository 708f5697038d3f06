namespace Operator.Runtime.Client;

/// <summary>How a patch's body is read.</summary>
public enum PatchType
{
    /// <summary>RFC 7386: given members replace, null removes.</summary>
    Merge,

    /// <summary>Kubernetes' own merge that knows list keys; not for custom resources.</summary>
    StrategicMerge,

    /// <summary>RFC 6902: a list of operations.</summary>
    Json,

    /// <summary>Server-side apply: the body is everything that the field manager wants.</summary>
    Apply,
}
