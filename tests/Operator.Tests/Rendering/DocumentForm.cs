namespace Operator.Tests.Rendering;

/// <summary>The form's headings in its order.</summary>
internal static class DocumentForm
{
    public static readonly string[] Headings =
    [
        "H2 Executive Summary",
        "H2 Incident Details", "H3 Severity Classification", "H3 Detection",
        "H2 Timeline",
        "H2 Root Cause Analysis", "H3 What Happened?", "H3 5 Whys Analysis", "H3 Contributing Factors",
        "H2 Impact Assessment", "H3 User Impact", "H3 Business Impact", "H3 SLO Impact",
        "H2 Resolution", "H3 Immediate Fix (Applied during incident)", "H3 Validation",
        "H2 Action Items",
        "H2 Lessons Learned", "H3 What Went Well ✅", "H3 What Didn't Go Well ❌", "H3 Surprising Findings 🤔",
        "H2 Prevention", "H3 Immediate (Already Implemented)", "H3 Short-term (This Sprint)", "H3 Long-term (Next Quarter)",
        "H2 References",
        "H2 Review & Sign-off",
        "H2 How These Figures Were Measured",
    ];
}
