using System.Security.Cryptography;
using System.Text;

namespace Concordat.Console.Access;

/// <summary>Looks people up in the configuration in force; who is no longer there is signed out by that.</summary>
internal sealed class PeopleDirectory(ConsoleOptions options)
{
    private static readonly Person First = new(Person.FirstSignIn, "First sign-in", "", ConsoleRole.PlatformEngineer);

    /// <param name="method">How the session was begun: by token only the first platform engineer signs in, and nobody else as them.</param>
    public Person? Find(string id, string method) =>
        (method, id) switch
        {
            (SignInMethods.Token, Person.FirstSignIn) => options.Token is null ? null : First,
            (SignInMethods.Token, _) or (_, Person.FirstSignIn) => null,
            _ => options.Data.People.FirstOrDefault(person => person.Id.Equals(id, StringComparison.Ordinal)),
        };

    public Person? FindBySubject(string subject) =>
        subject.Length == 0 ? null : options.Data.People.FirstOrDefault(person => person.Subject?.Equals(subject, StringComparison.Ordinal) == true);

    public Person? FindByCertificate(string hash) => options.Data.People.FirstOrDefault(person =>
        person.Certificate is { } known && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(known), Encoding.ASCII.GetBytes(hash)));
}
