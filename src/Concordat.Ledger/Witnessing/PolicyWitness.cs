using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>A witness that a policy knows.</summary>
/// <param name="Name">Its name in the policy, which has no meaning outside.</param>
/// <param name="Key">Its verifier key.</param>
/// <param name="Url">Its submission prefix (C2SP tlog-witness), if the policy says.</param>
public sealed record PolicyWitness(string Name, NoteVerifier Key, Uri? Url);
