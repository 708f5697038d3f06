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

    /// <summary>Logs to the console.</summary>
    /// <param name="logging">The host's logging.</param>
    /// <param name="format"><see cref="Json"/> or <see cref="Text"/>.</param>
    public static void Configure(ILoggingBuilder logging, string format)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);

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
