namespace Concordat.Gateway.Notices;

/// <summary>Why somebody was not told, in words for the log: no addresses, no content.</summary>
internal sealed class NoticeException : IOException
{
    public NoticeException(string message)
        : base(message)
    {
    }
}
