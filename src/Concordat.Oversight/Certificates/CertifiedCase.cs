using System.Text.Json;

namespace Concordat.Oversight.Certificates;

/// <summary>One request of a certified suite, and its verdict. Holds no content: facts, as the ledger has them, and a commitment.</summary>
/// <param name="Name">The owner's name for it; once in a suite.</param>
/// <param name="Operation"><c>chat</c>, <c>responses</c>, <c>messages</c> or <c>embeddings</c>.</param>
/// <param name="Model">The model that it asks for.</param>
/// <param name="Deployment">The deployment that it was decided for.</param>
/// <param name="Request">Commitment to the request's body, 64 lower hex digits; salted with the salt of the certificate's exchange.</param>
/// <param name="Verdict"><c>permit</c>, <c>hold</c> or <c>refuse</c>.</param>
/// <param name="Clauses">The clauses that decided; empty for a permit.</param>
/// <param name="Rulings">The standing rulings that a permit rests on.</param>
/// <param name="DependsOn">Clauses that hang on what only the sending settles, such as meters.</param>
/// <param name="FactsHash">SHA-256 of the facts, canonical JSON, lower hex.</param>
/// <param name="Facts">What was decided on, as an entry of the ledger holds it.</param>
public sealed record CertifiedCase(
    string Name,
    string Operation,
    string Model,
    string Deployment,
    string Request,
    string Verdict,
    IReadOnlyList<string> Clauses,
    IReadOnlyList<string> Rulings,
    IReadOnlyList<string> DependsOn,
    string FactsHash,
    JsonElement Facts);
