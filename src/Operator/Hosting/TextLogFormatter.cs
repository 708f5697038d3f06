using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Operator.Runtime;

namespace Operator.Hosting;

/// <summary>
/// Writes an entry as one line for people, and an exception below it. The framework's own formatter writes the text of others as it is,
/// which a terminal would obey.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class TextLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>Name of this formatter.</summary>
    public const string FormatterName = "text";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (string.IsNullOrEmpty(message) && logEntry.Exception is null)
        {
            return;
        }

        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss ", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1));
        scopeProvider?.ForEachScope(static (scope, writer) => writer.Write($" [{VisibleText.Of(scope?.ToString() ?? "")}]"), textWriter);
        textWriter.Write(": ");
        textWriter.WriteLine(VisibleText.Of(message));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(VisibleText.OfLines(exception.ToString()));
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace ",
        LogLevel.Debug => "debug ",
        LogLevel.Warning => "warn  ",
        LogLevel.Error => "error ",
        LogLevel.Critical => "fatal ",
        _ => "info  ",
    };
}
