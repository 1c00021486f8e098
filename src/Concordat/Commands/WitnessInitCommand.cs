using System.CommandLine;
using Concordat.Hosting;
using Concordat.Ledger.Notes;

namespace Concordat.Commands;

/// <summary><c>witness init</c>: makes a witness's key.</summary>
internal sealed class WitnessInitCommand : Command
{
    private const string Ed25519 = "ed25519";
    private const string MlDsa44 = "ml-dsa-44";

    private readonly CommandServices _services;
    private readonly Argument<string> _folder = WitnessCommand.Folder();
    private readonly Option<string> _name = new("--name") { Description = "Name of the witness, such as `vendor.example/witness`.", HelpName = "NAME", Required = true };
    private readonly Option<string> _algorithm = new("--algorithm")
    {
        Description = "`ed25519`, or `ml-dsa-44` where OpenSSL is 3.5 or newer.",
        DefaultValueFactory = _ => Ed25519,
    };

    private readonly Option<string?> _key = new("--key") { Description = "A key that is there already, as a file or `pkcs11:…` on a token; none is made.", HelpName = "FILE|URI" };
    private readonly PassphraseOptions _passphrase = new();

    public WitnessInitCommand(CommandServices services)
        : base("init", "Make the key of a witness, and print its verifier key for the others' policies.")
    {
        _services = services;
        Add(_folder);
        Add(_name);
        Add(_algorithm);
        Add(_key);
        _passphrase.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var algorithm = arguments.GetValue(_algorithm) switch
        {
            Ed25519 => CosignatureAlgorithm.Ed25519,
            MlDsa44 => CosignatureAlgorithm.MlDsa44,
            var other => throw new CommandException($"concordat: unknown algorithm `{other}` (known are {Ed25519} and {MlDsa44})"),
        };
        var folder = new WitnessFolder(arguments.GetValue(_folder)!);
        if (folder.HasKey)
        {
            throw new CommandException($"concordat: `{folder.Path}` holds a witness already, and a key is never replaced; name another folder");
        }

        try
        {
            var name = arguments.GetValue(_name)!;
            var vkey = arguments.GetValue(_key) is { } key
                ? _passphrase.Open(passphrase => folder.Create(name, key, passphrase), arguments, _services)
                : _passphrase.Read(arguments, _services) is null ? folder.Create(name, algorithm) : throw new CommandException("concordat: a passphrase is for a key that `--key` names");
            await _services.Output.WriteLineAsync($"witness-key: {vkey}".AsMemory(), cancellationToken);
            return ExitCode.Done;
        }
        catch (ArgumentException)
        {
            throw new CommandException($"concordat: `{arguments.GetValue(_name)}` is no name for a witness (1 to 255 characters without spaces and `+`, such as `vendor.example/witness`)");
        }
        catch (PlatformNotSupportedException e)
        {
            throw new CommandException("concordat: " + e.Message);
        }
    }
}
