namespace Concordat.Commands;

/// <summary>By what the person at this command line signs.</summary>
internal interface IStatementSigner : IDisposable
{
    /// <param name="payloadType">Media type of the statement; part of what is signed by key.</param>
    /// <param name="payload">The statement, canonical JSON.</param>
    /// <returns>The signed statement, as JSON.</returns>
    /// <exception cref="CommandException">Nothing was signed.</exception>
    Task<byte[]> SignAsync(string payloadType, byte[] payload, CancellationToken cancellationToken);
}
