using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Operator.Testing.Git;

/// <summary>Serves the repositories of a folder as git's own server program does, behind basic authentication.</summary>
public sealed class HttpBackend(string folder, string? authorization)
{
    private readonly List<string> _refused = [];

    /// <summary>The Authorization header that is let in; null for any.</summary>
    public string? Authorization { get; set; } = authorization;

    /// <summary>The Authorization headers that did not fit; "none" for a request without one.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>How large a request may be, as proxies bound it; null for any size.</summary>
    public long? MostBytes { get; set; }

    /// <summary>What is answered to a larger one.</summary>
    public int TooLarge { get; set; } = StatusCodes.Status413PayloadTooLarge;

    public async Task AnswerAsync(HttpContext context)
    {
        var given = context.Request.Headers.Authorization.ToString();
        if (Authorization is { } wanted && given != wanted)
        {
            _refused.Add(given.Length == 0 ? "none" : given);
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (body.Length > MostBytes)
        {
            context.Response.StatusCode = TooLarge;
            return;
        }

        using var process = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "http-backend"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["GIT_PROJECT_ROOT"] = folder,
                ["GIT_HTTP_EXPORT_ALL"] = "1",
                ["GIT_CONFIG_NOSYSTEM"] = "1",
                ["REQUEST_METHOD"] = context.Request.Method,
                ["PATH_INFO"] = context.Request.Path.Value,
                ["QUERY_STRING"] = context.Request.QueryString.Value?.TrimStart('?'),
                ["CONTENT_TYPE"] = context.Request.ContentType,
                ["HTTP_CONTENT_ENCODING"] = context.Request.Headers.ContentEncoding.ToString(),
                ["GIT_PROTOCOL"] = context.Request.Headers["Git-Protocol"].ToString(),
                ["REMOTE_USER"] = "operator",
            },
        })!;
        _ = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(body.ToArray());
        process.StandardInput.Close();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        await ReplyAsync(context.Response, output.ToArray());
    }

    private static async Task ReplyAsync(HttpResponse response, byte[] output)
    {
        var end = output.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var header in Encoding.ASCII.GetString(output, 0, end).Split("\r\n"))
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (header[..colon], header[(colon + 1)..].Trim());
            if (name == "Status")
            {
                response.StatusCode = int.Parse(value[..3], CultureInfo.InvariantCulture);
            }
            else
            {
                response.Headers[name] = value;
            }
        }

        await response.Body.WriteAsync(output.AsMemory(end + 4));
    }
}
