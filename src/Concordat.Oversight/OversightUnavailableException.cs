namespace Concordat.Oversight;

/// <summary>The oversight store did not answer; the caller refuses (503) and never goes on without it.</summary>
/// <remarks>The message is for the log: it may hold paths, hosts and what a driver said. <see cref="Told"/> is for whoever asked.</remarks>
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

    /// <summary>Which store it is and what to do, for whoever asked, who may be anybody: no path, host, account or words of a driver. Null where that is not known.</summary>
    public string? Told { get; init; }

    /// <summary>A fault whose message can be told to anybody as it is.</summary>
    public static OversightUnavailableException Plain(string message, Exception? inner = null) => new(message, inner!) { Told = message };
}
