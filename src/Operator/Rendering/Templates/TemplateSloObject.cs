using Operator.Core.Documents.Model;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>One objective as templates see it.</summary>
internal static class TemplateSloObject
{
    public static ScriptObject From(SloModel slo) => new(StringComparer.Ordinal)
    {
        ["name"] = slo.Name,
        ["label"] = slo.Label,
        ["objective"] = slo.Objective,
        ["window"] = slo.Window,
        ["method"] = slo.Method,
        ["availability"] = slo.Availability,
        ["budget_used"] = slo.BudgetUsed,
        ["budget_remaining"] = slo.BudgetRemaining,
        ["counted"] = slo.Counted,
        ["explanation"] = slo.Explanation,
        ["burn_rate"] = slo.BurnRate,
        ["objective_missed"] = slo.ObjectiveMissed,
        ["budgets"] = TemplateModelObject.List(slo.Budgets, Budget),
        ["completeness"] = slo.Completeness,
        ["messages"] = TemplateModelObject.List(slo.Messages),
        ["chart"] = slo.Chart,
        ["chart_description"] = slo.ChartDescription,
    };

    private static ScriptObject Budget(BudgetModel budget) => new(StringComparer.Ordinal)
    {
        ["method"] = budget.Method,
        ["chosen"] = budget.Chosen,
        ["consumed"] = budget.Consumed,
        ["remaining"] = budget.Remaining,
    };
}
