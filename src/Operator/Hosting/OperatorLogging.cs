using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Operator.Hosting;

/// <summary>What the operator logs, and how.</summary>
internal static class OperatorLogging
{
    /// <summary>One JSON object per line. Everything but plain ASCII is escaped in it, so that it is safe on a terminal too.</summary>
    public const string Json = "json";

    /// <summary>One line of text per entry.</summary>
    public const string Text = TextLogFormatter.FormatterName;

    /// <summary>The level of a name that people write; null for any other.</summary>
    public static LogLevel? Level(string name) => name switch
    {
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Information,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => null,
    };

    /// <summary>Logs to the console.</summary>
    /// <param name="logging">The host's logging.</param>
    /// <param name="format"><see cref="Json"/> or <see cref="Text"/>.</param>
    /// <param name="level">The least that is logged.</param>
    public static void Configure(ILoggingBuilder logging, string format, LogLevel level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning);

        // Whoever runs the host tells in one line why it cannot start; this one tells it with a page of frames.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (format == Json)
        {
            logging.AddJsonConsole(json =>
            {
                json.IncludeScopes = true;
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            logging.AddConsole(console => console.FormatterName = Text);
            logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ConsoleFormatter, TextLogFormatter>());
        }
    }
}
