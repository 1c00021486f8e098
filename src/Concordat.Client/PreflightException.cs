namespace Concordat.Client;

/// <summary>The gateway gave no verdict; the caller must not act as if it had permitted.</summary>
public sealed class PreflightException : Exception
{
    public PreflightException()
        : this("the gateway gave no verdict")
    {
    }

    public PreflightException(string message)
        : base(message)
    {
    }

    public PreflightException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public PreflightException(string message, int statusCode)
        : base(message) => StatusCode = statusCode;

    /// <summary>The HTTP status, where there was an answer.</summary>
    public int? StatusCode { get; }
}
