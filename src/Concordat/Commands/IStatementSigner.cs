using Concordat.Oversight.Grants;

namespace Concordat.Commands;

/// <summary>By what the person at this command line signs.</summary>
internal interface IStatementSigner : IDisposable
{
    /// <returns>The signed statement, as JSON.</returns>
    /// <exception cref="CommandException">Nothing was signed.</exception>
    Task<byte[]> SignAsync(DecisionStatement statement, CancellationToken cancellationToken);
}
