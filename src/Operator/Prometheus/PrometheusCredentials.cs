using System.Net.Http.Headers;
using System.Text;
using Operator.Api;
using Operator.Core;

namespace Operator.Prometheus;

/// <summary>Puts headers and credentials on a request. Files are read each time: a few bytes, and a rotated secret works at once.</summary>
internal static class PrometheusCredentials
{
    public static async Task ApplyAsync(HttpRequestMessage request, PrometheusSourceOptions options, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in options.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (options.BasicAuth is { } basic)
        {
            var password = await ReadAsync(options, "basicAuth.passwordFile", basic.PasswordFile, cancellationToken);
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.Username}:{password}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }
        else if (options.BearerTokenFile is { } file)
        {
            var token = await ReadAsync(options, "bearerTokenFile", file, cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    private static async Task<string> ReadAsync(PrometheusSourceOptions options, string field, string path, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = (await File.ReadAllTextAsync(path, cancellationToken)).Trim('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(Reasons.PrometheusUnauthorized, $"Prometheus source '{options.Name}': {field} cannot be read; check that the file exists and that the operator may read it", inner: e);
        }

        return text.Length > 0 && text.AsSpan().IndexOfAny("\r\n\0") < 0
            ? text
            : throw new FailureException(Reasons.PrometheusUnauthorized, $"Prometheus source '{options.Name}': {field} must hold one line of text");
    }
}
