namespace Operator.Prometheus;

/// <summary>Transport security. The server's name is always checked. The files may rotate: they are read again when they have changed.</summary>
public sealed class TlsOptions
{
    /// <summary>PEM certificates that are trusted instead of the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>PEM certificate (and chain) that the operator shows.</summary>
    public string? CertFile { get; set; }

    /// <summary>PEM private key of <see cref="CertFile"/>.</summary>
    public string? KeyFile { get; set; }
}
