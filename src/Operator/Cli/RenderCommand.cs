using System.CommandLine;
using System.CommandLine.Parsing;
using Operator.Api;
using Operator.Api.Json;

namespace Operator.Cli;

/// <summary><c>render FILE</c></summary>
internal static class RenderCommand
{
    /// <summary>What the help ends with.</summary>
    public const string Examples = """
        Evidence comes from Prometheus, or from a file in which it was saved: the same evidence always gives the same
        document, byte for byte. What cannot be read is missing in the document, which says why.

        Examples:
          postmortem-operator render postmortem.yaml > postmortem.md
          postmortem-operator render postmortem.yaml --prometheus-url http://localhost:9090 --out out
          postmortem-operator render postmortem.yaml --prometheus-url http://localhost:9090 --save-evidence p0-042.json.gz
          postmortem-operator render postmortem.yaml --evidence p0-042.json.gz --format html > postmortem.html

        Exit code: 0 all is there, 1 something could not be read or is invalid (standard error says what), 2 wrong usage
        or files that cannot be read or written.
        """;

    private static readonly Argument<string> Source = new("FILE")
    {
        Description = "A YAML or JSON file with one PostMortem or several; - is standard input.",
    };

    private static readonly Option<string?> PrometheusUrl = new("--prometheus-url")
    {
        Description = "Where Prometheus (or Thanos, Mimir, VictoriaMetrics) is, without /api/v1. It stands for every source that a resource may name.",
        HelpName = "URL",
    };

    private static readonly Option<string?> Evidence = new("--evidence")
    {
        Description = "Evidence that was saved before; Prometheus is not asked. With several resources: a directory with NAME.evidence.json.gz for each.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> SaveEvidence = new("--save-evidence")
    {
        Description = "Where to keep the evidence that was read. With several resources: a directory, NAME.evidence.json.gz for each.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "A directory: everything goes to DIR/NAME/ (postmortem.md, postmortem.html, status.json, sli-SLO.svg, evidence.json.gz).",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Now = new("--now")
    {
        Description = "The moment as of which to render, such as 2025-12-15T09:00:00Z. Default: the present; with --evidence, when that was read.",
        HelpName = "TIME",
        CustomParser = CheckTime,
    };

    private static readonly Option<string?> Format = new("--format")
    {
        Description = "What goes to standard output without --out: markdown (the default), html, or json (the status).",
        HelpName = "markdown|html|json",
        CustomParser = CheckFormat,
    };

    private static readonly Option<string?> Config = CommonOptions.Config();
    private static readonly Option<string?> Templates = CommonOptions.Templates();

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("render", "Renders post-mortems, as the operator does, without a cluster.") { Source, PrometheusUrl, Evidence, SaveEvidence, Out, Now, Format, Config, Templates };
        command.Validators.Add(result =>
        {
            if (result.GetResult(PrometheusUrl) is not null && result.GetResult(Evidence) is not null)
            {
                result.AddError("--prometheus-url and --evidence exclude each other: evidence is either read or replayed");
            }
        });
        command.SetAction((parsed, cancellation) => new RenderRunner(Request(parsed), terminal).RunAsync(cancellation));
        return command;
    }

    private static RenderRequest Request(ParseResult parsed) => new()
    {
        File = parsed.GetValue(Source)!,
        PrometheusUrl = parsed.GetValue(PrometheusUrl),
        Evidence = parsed.GetValue(Evidence),
        SaveEvidence = parsed.GetValue(SaveEvidence),
        Out = parsed.GetValue(Out),
        Now = parsed.GetValue(Now) is { } time && Rfc3339.TryParse(time, out var now) ? now : null,
        Format = parsed.GetValue(Format) is { } format ? FormatOf(format) ?? default : default,
        Config = parsed.GetValue(Config),
        Templates = parsed.GetValue(Templates),
    };

    // Options of other types than text would be compiled anew in each process.
    private static string? CheckTime(ArgumentResult result)
    {
        if (Rfc3339.TryParse(result.Tokens[0].Value, out _))
        {
            return result.Tokens[0].Value;
        }

        result.AddError($"--now: '{result.Tokens[0].Value}' is not a time such as 2025-12-15T09:00:00Z");
        return null;
    }

    private static string? CheckFormat(ArgumentResult result)
    {
        if (FormatOf(result.Tokens[0].Value) is not null)
        {
            return result.Tokens[0].Value;
        }

        result.AddError($"--format: '{result.Tokens[0].Value}' is not one of markdown, html, json");
        return null;
    }

    private static DocumentFormat? FormatOf(string name)
    {
        foreach (var format in (ReadOnlySpan<DocumentFormat>)[DocumentFormat.Markdown, DocumentFormat.Html, DocumentFormat.Json])
        {
            if (string.Equals(format.ToString(), name, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }
}
