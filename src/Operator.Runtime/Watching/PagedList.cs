using System.Text.Json;
using Operator.Runtime.Client;

namespace Operator.Runtime.Watching;

/// <summary>A LIST that is being read page by page, aside from the store. It is begun anew until it was read as a whole.</summary>
internal sealed class PagedList(ReflectorOptions options, ObjectReader reader, TimeProvider time)
{
    private string? _continue;
    private bool _unpaged;
    private int _pageSize = options.PageSize;

    /// <summary>What was read so far.</summary>
    public Dictionary<ObjectKey, StoredObject> Objects { get; private set; } = [];

    /// <summary>Version of the last page, from which a watch continues; empty when the server told none.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Objects so far that could not be read, and were left out.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Timestamp at which it was begun.</summary>
    public long StartedAt { get; private set; } = time.GetTimestamp();

    /// <summary>What to ask for next.</summary>
    public ListQuery Query => new(options.LabelSelector, Limit: _unpaged ? 0 : _pageSize, Continue: _continue);

    /// <summary>Reads a page; true when it was the last.</summary>
    /// <exception cref="JsonException">The stream is not a list, or ends early. Nothing was taken from it.</exception>
    /// <exception cref="ValueTooLongException">The page is longer than the limit.</exception>
    public async Task<bool> ReadPageAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new BoundedReader(stream, options.MaxPageLength);
        await bytes.ReadToEndAsync(cancellationToken);
        var page = JsonSerializer.Deserialize(bytes.Unread, RuntimeJsonContext.Default.ObjectPage) ?? throw new JsonException("A list is expected.");
        foreach (var item in page.Items ?? [])
        {
            if (reader.Read(item) is { } read)
            {
                Objects[read.Key] = read;
            }
            else
            {
                Unreadable++;
            }
        }

        Version = page.Metadata?.ResourceVersion ?? "";
        _continue = string.IsNullOrEmpty(page.Metadata?.Continue) ? null : page.Metadata.Continue;
        return _continue is null;
    }

    /// <summary>Begins anew, because the token of the next page has expired: in one piece the list cannot expire half-way.</summary>
    public void Expired()
    {
        _unpaged |= _continue is not null;
        Restart();
    }

    /// <summary>Begins anew with smaller pages, because one was too long.</summary>
    public void PageTooLong()
    {
        _pageSize = _unpaged ? _pageSize : Math.Max(1, _pageSize / 2);
        _unpaged = false;
        Restart();
    }

    /// <summary>Begins anew, after the list was taken or is outdated.</summary>
    public void Restart()
    {
        (Objects, _continue, Version, Unreadable) = ([], null, "", 0);
        StartedAt = time.GetTimestamp();
    }

    /// <summary>The list was read as a whole, so that the next one is read in pages again.</summary>
    public void Done()
    {
        _unpaged = false;
        Restart();
    }
}
