using Concordat.Console.Access;
using Concordat.Oversight.Cases;

namespace Concordat.Console.Data;

/// <summary>Where signed decisions about cases are taken; the console signs nothing and decides nothing itself.</summary>
/// <remarks>Implemented by the executable over the gateway's desk. Thread-safe.</remarks>
public interface ICaseDesk
{
    /// <summary>Shows an action to a person who may decide on it, and starts that person's reading time.</summary>
    ValueTask<DeskReply> ShowAsync(CaseId id, Person person, CancellationToken cancellation);

    /// <summary>Takes a signed statement, a DSSE envelope as JSON, of exactly this person.</summary>
    ValueTask<DeskReply> DecideAsync(CaseId id, Person person, ReadOnlyMemory<byte> statement, CancellationToken cancellation);
}
