namespace Operator.Api;

/// <summary>Kinds of moments on a timeline.</summary>
public enum TimelineEntryType
{
    /// <summary>🔴 Users began to be affected.</summary>
    IncidentStart,

    /// <summary>🚨 An alert fired.</summary>
    AlertFired,

    /// <summary>👤 Somebody was called.</summary>
    Paged,

    /// <summary>🔍 Somebody took it on.</summary>
    Acknowledged,

    /// <summary>🐛 The cause was found.</summary>
    RootCause,

    /// <summary>🔧 A fix was applied.</summary>
    FixApplied,

    /// <summary>🔄 Something was restarted.</summary>
    Restarted,

    /// <summary>✅ The service was well again.</summary>
    Recovered,

    /// <summary>✅ The incident was over.</summary>
    Resolved,

    /// <summary>• Anything else worth noting.</summary>
    Note,
}
