using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Operator.Hosting;

namespace Operator.Tests.Hosting;

public sealed class OperatorLoggingTests
{
    [Theory]
    [InlineData(OperatorLogging.Json)]
    [InlineData(OperatorLogging.Text)]
    public void Text_of_others_reaches_the_console_without_anything_that_a_terminal_obeys(string format)
    {
        const string Hostile = "\u001b[2Jalert\u202e\u2066";

        var written = Write(format, $"The alert {Hostile}", new InvalidOperationException(Hostile), $"scope {Hostile}");

        Assert.Contains("alert", written, StringComparison.Ordinal);
        Assert.Contains("\\u001B", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u001b", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2066", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OperatorLogging.Json)]
    [InlineData(OperatorLogging.Text)]
    public void Text_of_others_does_not_pretend_to_be_a_line_of_its_own(string format)
    {
        var written = Write(format, "The alert x\n12:00:00 info  Operator: all is well", exception: null, "scope");

        Assert.Single(written.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_line_of_text_has_time_level_category_scope_and_message()
    {
        var written = Write(OperatorLogging.Text, "Listed 3", exception: null, "default/a postmortem-1");

        Assert.Matches("^[0-9:]{8} warn  Reflector \\[default/a postmortem-1\\]: Listed 3\n$", written);
    }

    [Theory]
    [InlineData("debug", LogLevel.Debug, LogLevel.Warning)]
    [InlineData("info", LogLevel.Information, LogLevel.Warning)]
    [InlineData("warning", LogLevel.Warning, LogLevel.Warning)]
    [InlineData("error", LogLevel.Error, LogLevel.Error)]
    public void Nothing_below_the_level_is_logged_and_of_the_libraries_only_what_is_wrong(string name, LogLevel own, LogLevel libraries)
    {
        Assert.Empty(new RunOptions { LogLevel = name }.Validate());
        using var provider = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddLogging(logging => OperatorLogging.Configure(logging, OperatorLogging.Json, OperatorLogging.Level(name)!.Value)).BuildServiceProvider();
        var loggers = provider.GetRequiredService<ILoggerFactory>();

        Assert.Equal(own, Least(loggers.CreateLogger("Operator.Runtime.Watching.Reflector")));
        Assert.Equal(libraries, Least(loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel")));

        static LogLevel Least(ILogger log) => Enum.GetValues<LogLevel>().First(log.IsEnabled);
    }

    [Fact]
    public void Another_level_is_refused_by_name() =>
        Assert.Equal("logLevel: 'Trace' must be debug, info, warning or error", Assert.Single(new RunOptions { LogLevel = "Trace" }.Validate()));

    private static string Write(string format, string message, Exception? exception, string scope)
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging(logging => OperatorLogging.Configure(logging, format, LogLevel.Information));
        using var provider = services.BuildServiceProvider();
        var name = provider.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        var formatter = provider.GetServices<ConsoleFormatter>().Single(f => f.Name == name);
        var scopes = new LoggerExternalScopeProvider();
        using var open = scopes.Push(scope);
        using var output = new StringWriter();
        formatter.Write(new LogEntry<string>(LogLevel.Warning, "Operator.Runtime.Watching.Reflector", default, message, exception, (state, _) => state), scopes, output);
        return output.ToString();
    }
}
