using System.Globalization;
using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Documents.Model;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Operator.Rendering.Templates;

/// <summary>
/// Renders a template in a sandbox: it sees the model and pure functions, no files, no clock, no randomness, no .NET members, and
/// is ended when it takes too much. The same model always gives the same text.
/// </summary>
internal sealed class TemplateRenderer(TimeProvider time)
{
    private static readonly ParserOptions ParserOptions = new() { ExpressionDepthLimit = 100 };

    private static readonly Lazy<IReadOnlyList<TemplateBlock>> Default = new(() => Parse(TemplateSource.Default));

    /// <summary>Renders a model.</summary>
    /// <returns>The blocks in order; one that is named <see cref="DocumentBlock.Whole"/> for a custom template.</returns>
    /// <exception cref="TemplateException">The template has an error or takes more than <see cref="TemplateLimits"/>.</exception>
    public IReadOnlyList<DocumentBlock> Render(TemplateSource source, DocumentModel model, CancellationToken cancellationToken = default)
    {
        var isBuiltIn = ReferenceEquals(source, TemplateSource.Default);
        var blocks = isBuiltIn ? Default.Value : Parse(source);
        var globals = TemplateModelObject.From(model);
        using var deadline = new CancellationTokenSource(isBuiltIn ? Timeout.InfiniteTimeSpan : TemplateLimits.Time, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var context = Context(linked.Token);
        context.PushGlobal(globals);
        try
        {
            // In one context: what a block assigns, the later ones may read.
            // A part that this incident does not need is no block.
            return [.. blocks.Select(b => new DocumentBlock(b.Name, b.Template.Render(context))).Where(b => b.Markdown.Length > 0 || blocks.Count == 1)];
        }
        catch (ScriptAbortException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ScriptAbortException abort)
        {
            throw Invalid(source, $"it takes longer than {TemplateLimits.Time.TotalSeconds:0} s", abort.Span);
        }
        catch (ScriptRuntimeException error)
        {
            throw Invalid(source, error.OriginalMessage, error.Span);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or InvalidCastException or OverflowException
            or FormatException or NotSupportedException or ArithmeticException or OutOfMemoryException or System.Reflection.TargetInvocationException)
        {
            // Functions of the engine throw these without a place.
            throw Invalid(source, (error.InnerException ?? error).Message, context.CurrentNode?.Span ?? default);
        }
    }

    private static IReadOnlyList<TemplateBlock> Parse(TemplateSource source) => source.Blocks is { Count: > 0 } blocks
        ? [.. blocks.Select(b => new TemplateBlock(b.Name, ParseText(source with { Text = b.Text })))]
        : [new TemplateBlock(DocumentBlock.Whole, ParseText(source))];

    private static Template ParseText(TemplateSource source)
    {
        if (source.Text.Length > TemplateLimits.Source)
        {
            throw new TemplateException(Reasons.TemplateInvalid, source.Name, $"it is larger than {TemplateLimits.Source / 1024} Ki characters");
        }

        var template = Template.Parse(source.Text, source.Name, ParserOptions);
        if (!template.HasErrors)
        {
            return template;
        }

        var first = template.Messages.First(m => m.Type == ParserMessageType.Error);
        throw Invalid(source, first.Message, first.Span);
    }

    private static TemplateException Invalid(TemplateSource source, string problem, SourceSpan span) => new(
        Reasons.TemplateInvalid,
        source.Name,
        problem,
        span.Start.Line + 1,
        span.Start.Column + 1);

    private static TemplateContext Context(CancellationToken cancellationToken)
    {
        var context = new TemplateContext(TemplateFunctions.Shared, StringComparer.Ordinal)
        {
            LoopLimit = TemplateLimits.Loop,
            RecursiveLimit = TemplateLimits.Recursion,
            ObjectRecursionLimit = TemplateLimits.Recursion,
            LimitToString = TemplateLimits.Value,
            OutputLimit = TemplateLimits.Output,
            OnOutputLimit = ScriptLimitBehavior.Throw,
            OnStringLimit = ScriptLimitBehavior.Throw,
            RegexTimeOut = TemplateLimits.Regex,
            CancellationToken = cancellationToken,
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            MemberFilter = _ => false,
            TemplateLoader = null,
            NewLine = "\n",
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        return context;
    }

    private sealed record TemplateBlock(string Name, Template Template);
}
