namespace Operator.Cli;

/// <summary>What a command's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Fine = 0;

    /// <summary>The answer is no: a manifest is invalid, evidence could not be read, a template has an error.</summary>
    public const int No = 1;

    /// <summary>Nothing could be answered: wrong usage, or input or output that cannot be read or written.</summary>
    public const int Unusable = 2;
}
