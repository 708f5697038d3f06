using System.Net;
using System.Text;
using k8s.Authentication;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Client;

/// <summary>An API server of scripted answers, without a network; keeps the requests.</summary>
internal sealed class StubServer : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<(string Method, string PathAndQuery, string? Body, string? ContentType)> Requests { get; } = [];

    public StubServer Answer(int code, string body, Action<HttpResponseMessage>? adjust = null)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            adjust?.Invoke(response);
            return response;
        });
        return this;
    }

    public StubServer Fail(Exception exception)
    {
        _answers.Enqueue(() => throw exception);
        return this;
    }

    public KubeApiClient CreateClient(TimeProvider? time = null, KubeApiClientOptions? options = null, RuntimeMetrics? metrics = null, Action? beforeWrite = null, ServiceClientCredentials? credentials = null)
    {
        var connection = new KubeApiConnection(new HttpMessageInvoker(this), new Uri("https://api.test/prefix/"), credentials);
        options ??= new KubeApiClientOptions();
        options.JsonOptions ??= TestJson.Create();
        return connection.CreateClient(options, time, metrics, beforeWrite);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.PathAndQuery, body, request.Content?.Headers.ContentType?.ToString()));
        if (_answers.TryDequeue(out var answer))
        {
            return answer();
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException();
    }
}
