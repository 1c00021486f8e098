namespace Concordat.Signing;

/// <summary>A key, a JSON document or an envelope is not in the form its standard asks for.</summary>
public sealed class SigningFormatException : FormatException
{
    public SigningFormatException()
        : this("signing_format", "the document is malformed")
    {
    }

    public SigningFormatException(string message)
        : this("signing_format", message)
    {
    }

    public SigningFormatException(string message, Exception innerException)
        : this("signing_format", message, innerException)
    {
    }

    /// <param name="code">Stable error code that tests and documents cite.</param>
    /// <param name="message">What was wrong, where, and what to do.</param>
    /// <param name="innerException">What the parser said.</param>
    public SigningFormatException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>Stable error code, such as <c>json_duplicate_key</c>.</summary>
    public string Code { get; }
}
