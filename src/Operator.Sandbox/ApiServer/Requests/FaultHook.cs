using Microsoft.AspNetCore.Http;

namespace Operator.Sandbox.ApiServer.Requests;

/// <summary>Sees every request before it is served, and may delay it, answer it, cut it, or have its answer lost.</summary>
public delegate ValueTask<FaultOutcome> FaultHook(RecordedRequest request, HttpContext http);
