using Concordat.Console.Terms;
using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Signing;
using Concordat.Signing.Pkcs11;

namespace Concordat.Configuration;

/// <summary>Checks the parties, the agreement file and the ledger's name and key.</summary>
internal static class SigningChecks
{
    public static void Run(ConcordatConfig config, Func<string, string?> environment, ConfigurationFindings findings)
    {
        FileExists(config.Agreement, "agreement", "`concordat agreement sign` writes one", findings);
        FileExists(config.Safeguards, "safeguards", "`concordat safeguards sign` writes one, each party in its turn", findings);
        Instances(config.Instances, findings);
        Parties(config.Parties, findings);
        PrivateKey(config.Ledger.Key, "ledger.key", findings);
        SecretChecks.Run(config.Ledger.Passphrase, "ledger.passphrase", environment, findings);
        for (var i = 0; i < config.Ledger.AlsoKeys.Count; i++)
        {
            PrivateKey(config.Ledger.AlsoKeys[i].Key, $"ledger.alsoKeys[{i}].key", findings);
            SecretChecks.Run(config.Ledger.AlsoKeys[i].Passphrase, $"ledger.alsoKeys[{i}].passphrase", environment, findings);
        }

        if (config.Ledger.AlsoKeys.Count > LedgerOptions.MaxAlsoKeys)
        {
            findings.AddAt("ledger.alsoKeys", $"`ledger.alsoKeys` has at most {LedgerOptions.MaxAlsoKeys} keys");
        }

        if (config.Ledger.Witnesses is { } witnesses)
        {
            FileExists(witnesses.Policy, "ledger.witnesses.policy", "docs/how-to/run-a-witness.md shows one", findings);
        }

        // C2SP signed-note: a key name holds neither spaces nor `+`.
        var origin = config.Ledger.Origin;
        if (origin.Length > 0 && (origin.Length > 255 || origin.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '+')))
        {
            findings.AddAt("ledger.origin", "`ledger.origin` must be at most 255 characters without spaces or `+`, such as `example.org/concordat`");
        }
    }

    private static void Instances(IReadOnlyList<string> instances, ConfigurationFindings findings)
    {
        if (instances.Count > InstanceComparisons.Most)
        {
            findings.AddAt("instances", $"`instances` has at most {InstanceComparisons.Most} files");
        }

        for (var i = 0; i < instances.Count; i++)
        {
            FileExists(instances[i], $"instances[{i}]", "put another vendor's signed agreement there", findings);
        }
    }

    private static void Parties(IReadOnlyList<PartyConfig> parties, ConfigurationFindings findings)
    {
        foreach (var role in ConfigurationVocabulary.SigningRoles)
        {
            if (!parties.Any(p => p.Role.Equals(role, StringComparison.Ordinal)))
            {
                findings.AddAt("parties", $"no party has the role `{role}`; an agreement needs the signature of each side");
            }
        }

        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < parties.Count; i++)
        {
            var party = parties[i];
            if (party.Role.Length > 0 && !Identifiers.IsId(party.Role))
            {
                findings.AddAt($"parties[{i}].role", $"`parties[{i}].role` {Identifiers.Rule}");
            }

            FileExists(party.Key, $"parties[{i}].key", "put the party's public key (PEM) there", findings);
            foreach (var also in party.AlsoKeys)
            {
                FileExists(also, $"parties[{i}].alsoKeys", "put the party's public key (PEM) there", findings);
            }

            if (party.Key.Length > 0 && !keys.TryAdd(party.Key, i) && !party.Role.Equals(parties[keys[party.Key]].Role, StringComparison.Ordinal))
            {
                findings.AddAt(
                    $"parties[{i}].key",
                    $"`parties[{i}].key` is also the key of `{parties[keys[party.Key]].Name}`; one key for two roles would let one side sign for both");
            }
        }
    }

    private static void PrivateKey(string reference, string key, ConfigurationFindings findings)
    {
        if (!Pkcs11Uri.IsOne(reference))
        {
            FileExists(reference, key, "`concordat init DIR` makes one", findings);
            return;
        }

        try
        {
            Pkcs11Uri.Parse(reference);
        }
        catch (SigningFormatException e)
        {
            findings.AddAt(key, $"`{key}`: {e.Message}");
        }
    }

    private static void FileExists(string path, string key, string advice, ConfigurationFindings findings)
    {
        if (path.Length > 0 && !File.Exists(path))
        {
            findings.AddAt(key, $"`{key}` names a file that does not exist, `{path}`; {advice}");
        }
    }
}
