namespace Operator.Cli;

/// <summary>Where a command reads and writes.</summary>
internal sealed record Terminal
{
    /// <summary>Standard input, for the file name "-".</summary>
    public required Func<Stream> Input { get; init; }

    /// <summary>Results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Problems and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches <see cref="Error"/>.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new()
    {
        Input = Console.OpenStandardInput,
        Output = Console.Out,
        Error = Console.Error,
        ShowsProgress = !Console.IsErrorRedirected,
    };
}
