using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>Loses the answer of the n-th call that a process makes for a resource, or of the n-th that changes something, and lets no later one through until it heals.</summary>
internal sealed class FaultAtCall(int? n, bool onlyWrites)
{
    private readonly Lock _gate = new();
    private int _calls;
    private bool _cut;
    private string? _lastCall;

    public bool IsCut
    {
        get
        {
            lock (_gate)
            {
                return _cut;
            }
        }
    }

    public string? LastCall
    {
        get
        {
            lock (_gate)
            {
                return _lastCall;
            }
        }
    }

    public void Heal()
    {
        lock (_gate)
        {
            _cut = false;
        }
    }

    public ValueTask<FaultOutcome> DecideAsync(RecordedRequest request, HttpContext http)
    {
        if (request.Agent != World.Operator)
        {
            return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
        }

        lock (_gate)
        {
            if (_cut)
            {
                http.Abort();
                return new ValueTask<FaultOutcome>(FaultOutcome.Handled);
            }

            // Lists and watches change nothing: a process killed after one has done nothing yet.
            if (request.Verb is "list" or "watch" || (onlyWrites && !request.IsWrite) || ++_calls != n)
            {
                return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
            }

            _cut = true;
            _lastCall = $"{request.Verb} {request.Resource} {request.Name} {request.Subresource}";
            return new ValueTask<FaultOutcome>(FaultOutcome.LoseAnswer);
        }
    }
}
