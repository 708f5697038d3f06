using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Watching;

/// <summary>WATCH: one JSON document a line, from a revision or from the current state, with bookmarks.</summary>
internal sealed class WatchHandler(ObjectStore store, ObjectResponder responder, SandboxApiServerOptions options, CancellationToken stopping)
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(30);

    public async Task HandleAsync(ApiRequest request)
    {
        var format = AcceptedFormat.Of(request.Http.Request);
        var filter = new WatchFilter(request);
        var sendsInitialEvents = SendsInitialEvents(request);
        using var limit = new CancellationTokenSource(Timeout(request), options.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping, limit.Token);
        var stream = new WatchStream(request, format, responder);
        var response = request.Http.Response;
        response.ContentType = "application/json";
        ObjectResponder.SendWarnings(request);
        StoreSubscription? subscription = null;
        try
        {
            subscription = await OpenAsync(request, filter, stream, sendsInitialEvents);
            await response.StartAsync(request.Aborted);
            await response.Body.FlushAsync(request.Aborted);
            using var bookmarks = Bookmarks(request, subscription);
            await PumpAsync(subscription.Events, filter, stream, response, deadline.Token);
        }
        catch (ApiException e) when (e.Code == 410)
        {
            await stream.WriteErrorAsync(e);
        }
        catch (OperationCanceledException)
        {
            // The watch has lived as long as it was meant to; the answer ends normally.
        }
        finally
        {
            subscription?.Dispose();
        }
    }

    private async Task<StoreSubscription> OpenAsync(ApiRequest request, WatchFilter filter, WatchStream stream, bool sendsInitialEvents)
    {
        var storage = request.Resource.StorageName;
        var text = request.Query("resourceVersion") ?? "";
        if (!sendsInitialEvents && text is not ("" or "0"))
        {
            return long.TryParse(text, CultureInfo.InvariantCulture, out var revision)
                ? store.Subscribe(storage, revision)
                : throw ApiErrors.BadRequest($"invalid resource version \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        }

        var (snapshot, subscription) = store.SnapshotAndSubscribe(storage);
        if (request.Query("sendInitialEvents") is "false")
        {
            return subscription;
        }

        foreach (var item in snapshot.Items)
        {
            if (filter.Matches(item))
            {
                await stream.WriteAsync("ADDED", item);
            }
        }

        if (sendsInitialEvents)
        {
            await stream.WriteBookmarkAsync(snapshot.Revision, endsInitialEvents: true);
        }

        return subscription;
    }

    private static async Task PumpAsync(
        ChannelReader<StoreEvent> events,
        WatchFilter filter,
        WatchStream stream,
        HttpResponse response,
        CancellationToken cancellation)
    {
        while (await events.WaitToReadAsync(cancellation))
        {
            while (events.TryRead(out var change))
            {
                if (change.Type == StoreEventType.Progress)
                {
                    await stream.WriteBookmarkAsync(change.Revision, endsInitialEvents: false);
                }
                else if (filter.Translate(change) is { } type)
                {
                    await stream.WriteAsync(type, change.Current!);
                }
            }

            await response.Body.FlushAsync(cancellation);
        }
    }

    private ITimer? Bookmarks(ApiRequest request, StoreSubscription subscription) =>
        request.Flag("allowWatchBookmarks")
            ? options.Time.CreateTimer(
                _ => store.RequestProgress(request.Resource.StorageName, subscription),
                null,
                options.BookmarkInterval,
                options.BookmarkInterval)
            : null;

    private static TimeSpan Timeout(ApiRequest request) =>
        double.TryParse(request.Query("timeoutSeconds"), CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, 24 * 3600))
            : LongestWatch;

    private static bool SendsInitialEvents(ApiRequest request)
    {
        var asked = request.Query("sendInitialEvents");
        if (asked is null)
        {
            return false;
        }

        var match = request.Query("resourceVersionMatch");
        if (match is not "NotOlderThan")
        {
            var error = match is null or ""
                ? FieldError.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
                : FieldError.NotSupported("resourceVersionMatch", match, new JsonNode?[] { "NotOlderThan" });
            throw ApiErrors.Invalid("meta.k8s.io", "ListOptions", "", [error]);
        }

        return asked is "true" or "1" && request.Flag("allowWatchBookmarks");
    }
}
