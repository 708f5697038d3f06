using System.Net.Sockets;
using System.Text.Json;
using Operator.Runtime.Client;

namespace Operator.Runtime.Watching;

/// <summary>What the failures of lists and watches mean.</summary>
internal static class ReflectorFailures
{
    /// <summary>Whether a watch cannot be resumed after it. A line that cannot be read would come again on resuming; a list goes round it.</summary>
    public static bool MustRelist(Exception exception, KubeApiException? api) =>
        exception is JsonException or ValueTooLongException
        || api is { IsGone: true } or { IsResourceVersionTooLarge: true } or { StatusCode: 400 };

    /// <summary>Whether others can cause it. Anything else is a defect of ours, after which nobody knows what the store holds.</summary>
    public static bool IsFromOutside(Exception exception, Deadline deadline) => exception switch
    {
        OperationCanceledException => deadline.HasExpired,
        _ => exception is KubeApiException or HttpRequestException or IOException or SocketException or JsonException or ValueTooLongException,
    };
}
