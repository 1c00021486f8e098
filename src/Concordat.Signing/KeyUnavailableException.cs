namespace Concordat.Signing;

/// <summary>A key that is not in this process cannot sign now: its token is gone, locked, refuses or does not answer. Nothing was signed.</summary>
public sealed class KeyUnavailableException : IOException
{
    public KeyUnavailableException()
        : this("key_token", "the key cannot sign")
    {
    }

    public KeyUnavailableException(string message)
        : this("key_token", message)
    {
    }

    public KeyUnavailableException(string message, Exception innerException)
        : this("key_token", message, innerException)
    {
    }

    /// <param name="code">Stable error code: <c>key_module</c>, <c>key_token</c>, <c>key_pin</c>, <c>key_object</c> or <c>key_timeout</c>.</param>
    /// <param name="message">What was wrong, where, and what to do.</param>
    /// <param name="innerException">What the module said.</param>
    public KeyUnavailableException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>Stable error code.</summary>
    public string Code { get; }
}
