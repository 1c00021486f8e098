using System.Text;
using Concordat.Console.Access;
using Concordat.Console.Http;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Sessions;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Console.SignIn;

/// <summary>Signs people in by the hardware key with which they decide: the same statement as with a key in a file, signed by touch.</summary>
internal static class PasskeySignIn
{
    /// <summary>What the person's hardware key is to sign, for exactly this browser.</summary>
    /// <returns>The options, or why there are none.</returns>
    public static async ValueTask<(HardwareKeyTask? Task, string Fault)> TaskAsync(ConsoleRequest request, string person)
    {
        if (request.SigningIn is not { } secret)
        {
            return (null, "This browser did not begin to sign in here. Open the page again.");
        }

        var statement = new SignInStatement(request.Address, secret.Derive(KeySignIn.Purpose), person, request.Options.Time.GetUtcNow());
        return await HardwareKeyTask.OfAsync(request, person, SignInStatement.PayloadType, statement.ToPayload());
    }

    /// <returns>The person and the credential that signed, or why nobody.</returns>
    public static async ValueTask<(Person? Person, string Credential, string Fault)> CheckAsync(ConsoleRequest request, string statement)
    {
        if (statement.Length is 0 or > PersonalStatement.MaxBytes)
        {
            return Refuse("Your browser sent no signature. Signing in by hardware key needs JavaScript.");
        }

        try
        {
            var proof = PersonalStatement.Parse(Encoding.UTF8.GetBytes(statement));
            if (proof.PayloadType != SignInStatement.PayloadType || proof.Kind != SignatureKind.WebAuthn)
            {
                return Refuse("What was sent is not a sign-in by hardware key.");
            }

            var options = request.Options;
            var found = await options.Data.Book.IdentifyAsync(proof, options.Credentials, options.Time.GetUtcNow(), request.Cancellation);
            if (found.Signer is not { Credential: { } credential, Assertion: { } assertion } signer)
            {
                return Refuse(Sentence(found.Error!.Message));
            }

            if ((await options.RevokedSigners.ListAsync(request.Cancellation)).Has(signer.KeyId))
            {
                return Refuse("That hardware key was revoked. Sign in with another.");
            }

            if (options.Data.People.FirstOrDefault(known => known.Id.Equals(signer.Approver.Id, StringComparison.Ordinal)) is not { } person)
            {
                return Refuse("It is the hardware key of nobody who may sign in here.");
            }

            if (KeySignIn.FaultOf(SignInStatement.Read(proof.Payload), person, request) is { } fault)
            {
                return Refuse(fault);
            }

            return await options.Credentials.UseAsync(credential.Id, assertion.SignCount, request.Cancellation) switch
            {
                UseOutcome.Counted => (person, credential.Id, ""),
                UseOutcome.Unknown => Refuse("That hardware key was retired. Sign in with another."),
                UseOutcome.Replayed => Refuse("That very touch has signed in before. Touch your key once more."),
                _ => Refuse("The counter of that hardware key went backwards, as that of a copied key does. It was noted; tell whoever runs the gateway."),
            };
        }
        catch (FormatException)
        {
            return Refuse("What was sent cannot be read. Open the page again.");
        }

        static (Person?, string, string) Refuse(string fault) => (null, "", fault);
    }

    /// <summary>Whether the hardware key that began a session counts no longer; then the session ends, too.</summary>
    public static async ValueTask<bool> IsOverAsync(string credential, string person, ConsoleParts parts, CancellationToken cancellation)
    {
        var found = await parts.Options.Credentials.FindAsync(credential, cancellation);
        return parts.Options.Data.Book.FaultOf(found, out var approver) is not null || approver?.Id.Equals(person, StringComparison.Ordinal) != true
            || (await parts.Options.RevokedSigners.ListAsync(cancellation)).Has(found!.KeyId);
    }

    private static string Sentence(string message) => char.ToUpperInvariant(message[0]) + message[1..] + ".";
}
