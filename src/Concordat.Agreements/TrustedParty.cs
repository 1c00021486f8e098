using Concordat.Signing;

namespace Concordat.Agreements;

/// <summary>A signatory that the operator of this gateway trusts: a role and the key that may sign for it.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Role">The role, such as <c>department</c> or <c>vendor</c>.</param>
/// <param name="Key">The key; two parties of one role are alternatives.</param>
public sealed record TrustedParty(string Name, string Role, VerifyingKey Key);
