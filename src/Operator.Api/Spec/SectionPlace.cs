namespace Operator.Api;

/// <summary>The sections of the document that one of your own can follow.</summary>
public enum SectionPlace
{
    /// <summary>Executive Summary.</summary>
    Summary,

    /// <summary>Incident Details.</summary>
    Details,

    /// <summary>Timeline.</summary>
    Timeline,

    /// <summary>Root Cause Analysis.</summary>
    Analysis,

    /// <summary>Impact Assessment.</summary>
    Impact,

    /// <summary>Resolution.</summary>
    Resolution,

    /// <summary>Action Items.</summary>
    ActionItems,

    /// <summary>Lessons Learned.</summary>
    LessonsLearned,

    /// <summary>Prevention.</summary>
    Prevention,

    /// <summary>References.</summary>
    References,
}
