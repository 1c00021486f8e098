using Concordat.Agreements;
using Concordat.Gateway.Deployments;
using Concordat.Oversight.Grants;
using Concordat.Packs;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Setup;

/// <summary>Makes a new installation: keys, the signed base agreement and a configuration to start from.</summary>
/// <remarks>Everything is written beside the target first and moved there last: what is there is whole, and nothing is overwritten.</remarks>
internal static class InstallationWriter
{
    public const string ConfigurationFile = "concordat.yaml";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">The target exists and is not empty, or cannot be written.</exception>
    public static void Write(InstallationPlan plan)
    {
        var target = Path.GetFullPath(plan.Directory);
        if (File.Exists(target))
        {
            throw new IOException($"`{plan.Directory}` is a file; name a folder that does not exist yet");
        }

        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).FirstOrDefault() is { } present)
        {
            throw new IOException($"`{plan.Directory}` already holds `{Path.GetFileName(present)}`, and nothing is overwritten; name a folder that is new or empty");
        }

        var parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent);
        var draft = Path.Combine(parent, $".{Path.GetFileName(target)}.new-{Environment.ProcessId}");
        MakePrivateFolder(draft);
        try
        {
            Fill(draft, plan);
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(draft, target);
        }
        catch
        {
            Directory.Delete(draft, recursive: true);
            throw;
        }
    }

    private static void Fill(string folder, InstallationPlan plan)
    {
        var keys = Path.Combine(folder, "keys");
        MakePrivateFolder(keys);
        using var department = MakeKey(keys, "department");
        using var vendor = MakeKey(keys, "vendor");
        using var ledger = MakeKey(keys, "ledger");
        // Both parties sign with the keys just made, so that the installation works; in earnest each signs with its own.
        var source = Path.Combine(folder, "agreement");
        var signed = Path.Combine(folder, "agreement.dsse.json");
        BaseAgreement.WriteTo(source);
        if (plan.IsDemo)
        {
            NameDemoCloud(Path.Combine(source, "agreement.json"));
        }

        Sign(source, signed, department, "department");
        Sign(source, signed, vendor, "vendor");
        foreach (var key in (SigningKey[])[department, vendor])
        {
            SignedPack.Sign(Path.Combine(folder, SignedPack.FileName), SafeguardPack.Default, key);
        }

        foreach (var person in ConfigurationTemplate.People)
        {
            using var own = MakeKey(keys, person.Id);
            Appoint(Path.Combine(keys, $"{person.Id}.appointment.json"), person, own.PublicKey, person.Party == "vendor" ? vendor : department);
        }

        File.WriteAllText(Path.Combine(folder, ConfigurationFile), ConfigurationTemplate.Write(plan.Department, plan.Vendor));
        File.WriteAllText(Path.Combine(folder, "configuration.schema.json"), ConfigurationSchema.Text);
        File.WriteAllText(Path.Combine(folder, ".gitignore"), "# Private keys and what the process writes stay out of version control.\nkeys/*.key.pem\ndata/\n");
    }

    private static void MakePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("concordat runs on Linux");
        }

        Directory.CreateDirectory(path, Private);
    }

    // Beside the clouds that publish their addresses, which counted without the term.
    private static void NameDemoCloud(string file)
    {
        var clouds = DeploymentPlace.PublishingClouds.Select(static cloud => $$"""{ "cloud": "{{cloud}}" }""").Append($$"""{ "cloud": "{{DemoSetup.Cloud}}", "addresses": ["0.0.0.0/0", "::/0"] }""");
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("\"terms\": {", $"\"terms\": {{\n    \"clouds\": [{string.Join(", ", clouds)}],", StringComparison.Ordinal));
    }

    private static void Sign(string source, string output, SigningKey key, string role)
    {
        var result = AgreementFolder.Sign(source, output, key, role, []);
        if (!result.IsSigned)
        {
            throw new InvalidOperationException("the shipped agreement does not sign: " + string.Join("; ", result.Diagnostics));
        }
    }

    private static void Appoint(string file, (string Id, string Name, string Role, string Party) person, VerifyingKey own, SigningKey party)
    {
        var now = TimeProvider.System.GetUtcNow();
        now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var said = new AppointmentStatement(BaseAgreement.Id, person.Id, person.Name, person.Role, person.Party, own.KeyId, Card: null, now, now + AppointmentStatement.Longest);
        File.WriteAllBytes(file, said.ToEnvelope().Sign(party).ToJson());
    }

    private static SigningKey MakeKey(string folder, string name)
    {
        var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        key.Save(Path.Combine(folder, $"{name}.key.pem"));
        File.WriteAllText(Path.Combine(folder, $"{name}.pub.pem"), key.PublicKey.ToPem());
        return key;
    }
}
