namespace Operator.Core.Documents.Model;

/// <summary>Something that others were told.</summary>
public sealed record CommunicationModel
{
    public required string Time { get; init; }

    public required string Message { get; init; }

    public string? Audience { get; init; }

    /// <summary>Where it can be read, as a link.</summary>
    public string? Link { get; init; }
}
