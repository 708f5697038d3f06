using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.Http;

internal sealed record ListPage(IReadOnlyList<StoredObject> Items, long Revision, string? Continue, int? Remaining);
