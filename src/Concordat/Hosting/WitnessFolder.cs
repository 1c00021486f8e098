using Concordat.Commands;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;

namespace Concordat.Hosting;

/// <summary>What stands where in a witness's folder: its private key, its verifier key, and the memory of what it signed.</summary>
/// <param name="Path">The folder.</param>
internal sealed record WitnessFolder(string Path)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string KeyFile => System.IO.Path.Combine(Path, "witness.key.pem");

    public string VerifierKeyFile => System.IO.Path.Combine(Path, "witness.vkey");

    public string Memory => System.IO.Path.Combine(Path, "memory");

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
        var vkey = cosigner.Verifier.ToString();
        File.WriteAllText(VerifierKeyFile, vkey + "\n");
        return vkey;
    }

    /// <summary>Reads the key.</summary>
    /// <exception cref="CommandException">The folder holds no witness, or another key than its verifier key says.</exception>
    public Cosigner LoadCosigner()
    {
        if (!File.Exists(KeyFile) || !File.Exists(VerifierKeyFile))
        {
            throw new CommandException($"concordat: `{Path}` holds no witness; `concordat witness init {Path} --name NAME` makes one");
        }

        var verifier = NoteVerifier.Parse(File.ReadAllText(VerifierKeyFile).Trim());
        var cosigner = Cosigner.Load(KeyFile, verifier.Name);
        if (string.Equals(cosigner.Verifier.ToString(), verifier.ToString(), StringComparison.Ordinal))
        {
            return cosigner;
        }

        cosigner.Dispose();
        throw new CommandException($"concordat: the key in `{KeyFile}` is not that of `{VerifierKeyFile}`");
    }

    public Witness Open(Cosigner cosigner, IEnumerable<string> logs, TimeProvider time) => Witness.Open(
        new WitnessOptions { Directory = Memory, Cosigner = cosigner, Logs = [.. logs.Select(NoteVerifier.Parse)] }, time);
}
