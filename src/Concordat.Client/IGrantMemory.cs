namespace Concordat.Client;

/// <summary>Remembers which grants an effector has carried out, so that none is carried out twice. Thread-safe.</summary>
public interface IGrantMemory
{
    /// <summary>Takes note that a grant is being carried out. Ask before the act, and act only on true.</summary>
    /// <param name="grant">What the verifier found.</param>
    /// <param name="now">The effector's own clock.</param>
    /// <returns>False where the grant is not valid, was carried out before, or could have been: then nothing is to be done.</returns>
    /// <exception cref="IOException">It cannot be kept; the act is not to be done.</exception>
    bool TryUse(GrantResult grant, DateTimeOffset now);
}
