namespace Operator.Prometheus;

/// <summary>HTTP basic authentication.</summary>
public sealed class BasicAuthOptions
{
    /// <summary>The user's name.</summary>
    public string Username { get; set; } = "";

    /// <summary>The file that holds the password; read again for each request, so that it may rotate. A line break at its end does not count.</summary>
    public string PasswordFile { get; set; } = "";
}
