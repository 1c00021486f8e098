using Concordat.Commands;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Signing.Pkcs11;

namespace Concordat.Hosting;

/// <summary>What stands where in a witness's folder: its private key, its verifier key, and the memory of what it signed.</summary>
/// <param name="Path">The folder.</param>
internal sealed record WitnessFolder(string Path)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string KeyFile => System.IO.Path.Combine(Path, "witness.key.pem");

    /// <summary>Holds the reference of a key that is kept elsewhere: a file or a token.</summary>
    public string KeyReferenceFile => System.IO.Path.Combine(Path, "witness.key-reference");

    public string VerifierKeyFile => System.IO.Path.Combine(Path, "witness.vkey");

    public string Memory => System.IO.Path.Combine(Path, "memory");

    public bool HasKey => File.Exists(KeyFile) || File.Exists(KeyReferenceFile);

    /// <summary>Makes the folder and a new key.</summary>
    /// <returns>The verifier key.</returns>
    /// <exception cref="IOException">There is a key already: it is never replaced.</exception>
    public string Create(string name, CosignatureAlgorithm algorithm)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("concordat runs on Linux");
        }

        using var cosigner = Cosigner.Generate(name, algorithm);
        Directory.CreateDirectory(Path, Private);
        cosigner.Save(KeyFile);
        return WriteVerifierKey(cosigner);
    }

    /// <summary>Makes the folder for a key that is kept elsewhere.</summary>
    /// <returns>The verifier key.</returns>
    public string Create(string name, string reference, string? passphrase)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("concordat runs on Linux");
        }

        var key = Pkcs11Uri.IsOne(reference) ? reference : System.IO.Path.GetFullPath(reference);
        using var cosigner = Cosigner.Load(key, name, passphrase);
        Directory.CreateDirectory(Path, Private);
        File.WriteAllText(KeyReferenceFile, key + "\n");
        return WriteVerifierKey(cosigner);
    }

    /// <summary>Opens the key.</summary>
    /// <param name="passphrase">The key's passphrase or the token's PIN; null where there is none.</param>
    /// <exception cref="CommandException">The folder holds no witness, or another key than its verifier key says.</exception>
    public Cosigner LoadCosigner(string? passphrase)
    {
        if (!HasKey || !File.Exists(VerifierKeyFile))
        {
            throw new CommandException($"concordat: `{Path}` holds no witness; `concordat witness init {Path} --name NAME` makes one");
        }

        var verifier = NoteVerifier.Parse(File.ReadAllText(VerifierKeyFile).Trim());
        var cosigner = Cosigner.Load(File.Exists(KeyReferenceFile) ? File.ReadAllText(KeyReferenceFile).Trim() : KeyFile, verifier.Name, passphrase);
        if (string.Equals(cosigner.Verifier.ToString(), verifier.ToString(), StringComparison.Ordinal))
        {
            return cosigner;
        }

        cosigner.Dispose();
        throw new CommandException($"concordat: the witness's key is not that of `{VerifierKeyFile}`");
    }

    public Witness Open(Cosigner cosigner, IEnumerable<string> logs, TimeProvider time) => Witness.Open(
        new WitnessOptions { Directory = Memory, Cosigner = cosigner, Logs = [.. logs.Select(NoteVerifier.Parse)] }, time);

    private string WriteVerifierKey(Cosigner cosigner)
    {
        var vkey = cosigner.Verifier.ToString();
        File.WriteAllText(VerifierKeyFile, vkey + "\n");
        return vkey;
    }
}
