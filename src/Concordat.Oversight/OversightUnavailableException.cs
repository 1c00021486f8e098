namespace Concordat.Oversight;

/// <summary>The oversight store did not answer; the caller refuses (503) and never goes on without it.</summary>
public sealed class OversightUnavailableException : Exception
{
    public OversightUnavailableException(string message)
        : base(message)
    {
    }

    public OversightUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public OversightUnavailableException()
        : this("the oversight store is not available")
    {
    }
}
