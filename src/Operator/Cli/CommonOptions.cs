using System.CommandLine;

namespace Operator.Cli;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>--config</summary>
    public static Option<string?> Config() => new("--config")
    {
        Description = "The operator's configuration (YAML or JSON): Prometheus sources by name, template directory.",
        HelpName = "FILE",
    };

    /// <summary>--templates</summary>
    public static Option<string?> Templates() => new("--templates")
    {
        Description = "A directory with templates NAME.md.scriban, which spec.template.name may name.",
        HelpName = "DIR",
    };
}
