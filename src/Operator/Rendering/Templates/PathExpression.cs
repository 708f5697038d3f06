using System.Globalization;
using Operator.Api;
using Operator.Core;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Operator.Rendering.Templates;

/// <summary>What a path in a repository may be made of.</summary>
/// <param name="Day">The day of the incident.</param>
/// <param name="Cluster">The name of the cluster.</param>
/// <param name="Namespace">The resource's namespace.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="IncidentId">The incident's ID.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Service">The first service.</param>
internal sealed record PathValues(DateOnly Day, string Cluster, string Namespace, string Name, string IncidentId, string Severity, string Service);

/// <summary>Evaluates spec.outputs.git.path: text with values in double braces.</summary>
internal static class PathExpression
{
    private const int LongestPath = 4096;

    private static readonly PathValues Example = new(new DateOnly(2025, 12, 14), "cluster", "namespace", "name", "P0-042", "P0", "service");

    /// <summary>What is wrong with an expression; null when it can be evaluated.</summary>
    public static string? Problem(string expression)
    {
        try
        {
            Evaluate(expression, Example);
            return null;
        }
        catch (FailureException e)
        {
            return e.Message.Replace("spec.outputs.git.path: ", "", StringComparison.Ordinal);
        }
    }

    /// <summary>The path.</summary>
    /// <exception cref="FailureException">InvalidSpec: the expression has an error.</exception>
    public static string Evaluate(string expression, PathValues values)
    {
        var template = Template.Parse(expression, parserOptions: new ParserOptions { ExpressionDepthLimit = 20 });
        if (template.HasErrors)
        {
            throw Invalid(template.Messages.First(m => m.Type == ParserMessageType.Error).Message);
        }

        var context = new TemplateContext(TemplateFunctions.Shared, StringComparer.Ordinal)
        {
            LoopLimit = 100,
            RecursiveLimit = 10,
            LimitToString = LongestPath,
            OutputLimit = LongestPath,
            OnOutputLimit = ScriptLimitBehavior.Throw,
            OnStringLimit = ScriptLimitBehavior.Throw,
            RegexTimeOut = TemplateLimits.Regex,
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            MemberFilter = _ => false,
            TemplateLoader = null,
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        context.PushGlobal(new ScriptObject(StringComparer.Ordinal)
        {
            ["year"] = values.Day.ToString("yyyy", CultureInfo.InvariantCulture),
            ["month"] = values.Day.ToString("MM", CultureInfo.InvariantCulture),
            ["day"] = values.Day.ToString("dd", CultureInfo.InvariantCulture),
            ["cluster"] = values.Cluster,
            ["namespace"] = values.Namespace,
            ["name"] = values.Name,
            ["incident_id"] = values.IncidentId,
            ["severity"] = values.Severity,
            ["service"] = values.Service,
        });
        try
        {
            return template.Render(context);
        }
        catch (Exception e) when (e is ScriptRuntimeException or InvalidOperationException or ArgumentException or InvalidCastException or FormatException or ArithmeticException)
        {
            throw Invalid((e as ScriptRuntimeException)?.OriginalMessage ?? e.Message);
        }
    }

    private static FailureException Invalid(string problem) => FailureException.OfSpec(
        Reasons.InvalidSpec,
        $"spec.outputs.git.path: {problem}; write a path such as {GitOutputSpec.DefaultPath}, with year, month, day, cluster, namespace, name, incident_id, severity and service in double braces");
}
