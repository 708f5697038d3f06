using Microsoft.Extensions.Logging;

namespace Operator.Runtime.Watching;

/// <summary>What a reflector logs.</summary>
internal static partial class ReflectorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Listed {Count} {Resource} at version {Version} in {Elapsed}")]
    public static partial void Listed(ILogger logger, string resource, int count, string version, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} {Resource} are left out: they have no name, or their metadata cannot be read")]
    public static partial void Unreadable(ILogger logger, int count, string resource);

    [LoggerMessage(Level = LogLevel.Information, Message = "The list of {Resource} expired between two pages; listing again in one piece")]
    public static partial void ListExpired(ILogger logger, string resource);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listing {Resource} again, because the watch cannot continue: {Cause}")]
    public static partial void Relisting(ILogger logger, string resource, string cause);

    [LoggerMessage(Message = "The {Action} of {Resource} failed: {Cause}. Next try in {Pause}")]
    public static partial void Failed(ILogger logger, LogLevel level, string action, string resource, string cause, TimeSpan pause);
}
