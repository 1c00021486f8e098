using Concordat.Oversight.Candidates;

namespace Concordat.Console.Data;

/// <summary>How candidates compare with the deployments that they may follow.</summary>
/// <remarks>Implemented by the executable. Thread-safe; reads the ledger, once a minute at most.</remarks>
public interface IShadows
{
    ValueTask<IReadOnlyList<ShadowReport>> ListAsync(CancellationToken cancellation);
}
