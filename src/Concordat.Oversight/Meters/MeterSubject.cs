using System.Security.Cryptography;
using System.Text;

namespace Concordat.Oversight.Meters;

/// <summary>Who looks people up: a use case, the caller (an API key's id) within it, and the purpose that it shares with other use cases.</summary>
/// <param name="UseCase">Id of the use case, at most 128 characters.</param>
/// <param name="Caller">Id of the API key, at most 128 characters.</param>
/// <param name="Purpose">The registered purpose, word for word; only its hash is kept.</param>
public sealed record MeterSubject(string UseCase, string Caller, string Purpose)
{
    /// <summary>How the names of use cases' scopes begin in the store; the joins over use cases are found by it.</summary>
    internal const string UseCasePrefix = "use-case ";

    /// <summary>The three counts of persons that a look-up goes into, in the order in which they are locked.</summary>
    internal string[] Scopes => [CallerScope, PurposeScope, UseCaseScope];

    internal string CallerScope => $"caller {UseCase} {Caller}";

    internal string PurposeScope => $"purpose {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Purpose)))}";

    internal string UseCaseScope => UseCasePrefix + UseCase;
}
