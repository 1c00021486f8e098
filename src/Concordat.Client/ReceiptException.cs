namespace Concordat.Client;

/// <summary>There is no receipt to be had; the message says why.</summary>
public sealed class ReceiptException : Exception
{
    public ReceiptException()
    {
    }

    public ReceiptException(string message)
        : base(message)
    {
    }

    public ReceiptException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
