using Concordat.Console.Access;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Console.Tests.Kit;

/// <summary>One person for each role, each with a key.</summary>
internal sealed class TestPeople : IDisposable
{
    private readonly Dictionary<string, SigningKey> _keys = new(StringComparer.Ordinal);

    public TestPeople() => All =
    [
        Approver("commander", "Range Commander", "commander", "department", ConsoleRole.HumanAuthority),
        Approver("officer", "Safety Officer", "official", "department", ConsoleRole.HumanAuthority) with { Clearance = "UNCLASSIFIED" },
        Approver("reviewer", "Reviewer of the vendor", "reviewer", "vendor", ConsoleRole.Reviewer),
        Other("engineer", ConsoleRole.FieldEngineer) with { Clearance = "CUI" },
        Other("inspector", ConsoleRole.Inspector),
        Other("platform", ConsoleRole.PlatformEngineer),
        Other("owner", ConsoleRole.AgreementOwner),
    ];

    public List<Person> All { get; }

    /// <summary>The person who stands for a role.</summary>
    public static string For(ConsoleRole role) => role switch
    {
        ConsoleRole.HumanAuthority => "commander",
        ConsoleRole.Reviewer => "reviewer",
        ConsoleRole.FieldEngineer => "engineer",
        ConsoleRole.Inspector => "inspector",
        ConsoleRole.PlatformEngineer => "platform",
        _ => "owner",
    };

    public SigningKey KeyOf(string id) => _keys[id];

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private Person Approver(string id, string name, string role, string party, ConsoleRole console) => new(id, name, party, console)
    {
        Key = NewKey(id),
        Approver = new Approver(id, name, role, party, _keys[id].PublicKey, []),
    };

    private Person Other(string id, ConsoleRole role) => new(id, $"The {id}", "vendor", role) { Key = NewKey(id) };

    private VerifyingKey NewKey(string id)
    {
        _keys[id] = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        return _keys[id].PublicKey;
    }
}
