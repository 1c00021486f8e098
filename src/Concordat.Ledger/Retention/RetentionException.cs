namespace Concordat.Ledger.Retention;

/// <summary>An act of retention was asked for that cannot be done as it was asked; the message says why. Nothing was done.</summary>
public sealed class RetentionException : Exception
{
    public RetentionException()
        : this("that cannot be done")
    {
    }

    public RetentionException(string message)
        : base(message)
    {
    }

    public RetentionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
