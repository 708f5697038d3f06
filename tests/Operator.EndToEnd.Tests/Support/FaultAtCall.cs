using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>Loses the answer of the n-th call that a process makes for a resource, or of the n-th that changes something, here or on another server, and lets no later one through until it heals.</summary>
/// <param name="n">Which call; null for none.</param>
/// <param name="onlyWrites">Whether only calls count that can change something.</param>
/// <param name="every">How many calls later the same happens again, and so on; null for never.</param>
/// <param name="also">A regular expression: the first call that it matches is one more; null for none.</param>
internal sealed class FaultAtCall(int? n, bool onlyWrites, int? every = null, string? also = null)
{
    private readonly Lock _gate = new();
    private string? _also = also;
    private int? _next = n;
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

    /// <summary>Counts a call to another server that changed something there.</summary>
    /// <returns>Whether its answer is to be lost.</returns>
    public bool Loses(string call)
    {
        lock (_gate)
        {
            if (_cut || !IsDue(call))
            {
                return _cut;
            }

            Cut(call);
            return true;
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
            if (request.Verb is "list" or "watch" || (onlyWrites && !request.IsWrite) || !IsDue(Name(request)))
            {
                return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
            }

            Cut(Name(request));
            return new ValueTask<FaultOutcome>(FaultOutcome.LoseAnswer);
        }
    }

    private static string Name(RecordedRequest request) => $"{request.Verb} {request.Resource} {request.Name} {request.Subresource}";

    private bool IsDue(string call)
    {
        var isNext = ++_calls == _next;
        if (_also is null || !Regex.IsMatch(call, $"^{_also}$", RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            return isNext;
        }

        _also = null;
        return true;
    }

    private void Cut(string call)
    {
        _cut = true;
        _lastCall = _lastCall is null ? call : $"{_lastCall}; {call}";
        _next = _next > _calls ? _next : _calls + every;
    }
}
