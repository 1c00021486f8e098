using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Console.Access;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Id">Short id; for a person who decides cases, the id under <c>approvers</c>.</param>
/// <param name="Party">The side that the person acts for.</param>
public sealed record Person(string Id, string Name, string Party, ConsoleRole Roles)
{
    /// <summary>Id of the one who signs in by the console's token, before there are people.</summary>
    public const string FirstSignIn = "first-sign-in";

    /// <summary>The person as one who decides cases; null where they do not.</summary>
    public Approver? Approver { get; init; }

    /// <summary>Public key that signs the person in; null where none does.</summary>
    public VerifyingKey? Key { get; init; }

    /// <summary>The person's name at the OpenID provider (the claim <c>sub</c>).</summary>
    public string? Subject { get; init; }

    /// <summary>SHA-256 of the person's client certificate (DER), 64 lower hex digits.</summary>
    public string? Certificate { get; init; }

    /// <summary>Highest marking that the person may see; null where nothing is hidden from the person by its marking.</summary>
    public string? Clearance { get; init; }
}
