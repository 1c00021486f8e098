using Concordat.Console.Access;
using Concordat.Console.Http;
using Concordat.Oversight.Sessions;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Console.SignIn;

/// <summary>Signs people in by a statement that they signed with their own key, for exactly this browser and this gateway.</summary>
internal static class KeySignIn
{
    public const string Purpose = "concordat sign-in by key v1";

    private const int LargestStatement = 16 * 1024;

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    /// <returns>The person, or why nobody.</returns>
    public static async ValueTask<(Person? Person, string Fault)> CheckAsync(ConsoleRequest request, string statement)
    {
        if (statement.Length is 0 or > LargestStatement)
        {
            return (null, "Paste what the command printed, whole.");
        }

        try
        {
            var envelope = DsseEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(statement));
            if (envelope.PayloadType != SignInStatement.PayloadType || envelope.Signatures is not [var signature])
            {
                return (null, "What was pasted is not a signed sign-in.");
            }

            var person = request.Options.Data.People.FirstOrDefault(known => known.Key?.KeyId.Equals(signature.KeyId, StringComparison.Ordinal) == true);
            if (person is null || !envelope.IsSignedBy(person.Key!))
            {
                return (null, "It is not signed with the key of anybody who may sign in here.");
            }

            if (await IsRevokedAsync(person, request.Parts, request.Cancellation))
            {
                return (null, "That key was revoked. Sign with your new one.");
            }

            return FaultOf(SignInStatement.Read(envelope.Payload), person, request) is { } fault ? (null, fault) : (person, "");
        }
        catch (FormatException)
        {
            return (null, "What was pasted cannot be read. Paste what the command printed, whole.");
        }
    }

    /// <summary>Why a statement that the person signed does not sign them in here and now; null where it does.</summary>
    public static string? FaultOf(SignInStatement said, Person person, ConsoleRequest request) =>
        !said.Person.Equals(person.Id, StringComparison.Ordinal) ? $"It speaks for somebody else than {person.Id}, whose key signed it."
        : !said.Gateway.Equals(request.Address, StringComparison.Ordinal) ? $"It was signed for {said.Gateway}, and this is {request.Address}."
        : request.SigningIn?.IsDerived(said.Nonce, Purpose) != true ? "It was signed for another browser, or the page was open too long. Open the page again and sign what it shows now."
        : (request.Options.Time.GetUtcNow() - said.Time).Duration() > Freshness ? "It was signed more than five minutes from now. Sign again, and check the clock of your machine."
        : null;

    /// <summary>Whether the key that signs a person in was revoked; then its sessions end, too.</summary>
    public static async ValueTask<bool> IsRevokedAsync(Person person, ConsoleParts parts, CancellationToken cancellation) =>
        person.Key is not { } key || (await parts.Options.RevokedSigners.ListAsync(cancellation)).Has(key);
}
