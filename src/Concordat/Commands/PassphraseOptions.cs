using System.CommandLine;
using Concordat.Gateway.Configuration;
using Concordat.Hosting;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>Where the passphrase of a private key on the command line is kept. Never the passphrase: arguments are seen by every process.</summary>
internal sealed class PassphraseOptions
{
    private readonly Option<string?> _variable = new("--passphrase-env") { Description = "Environment variable that holds the passphrase of the private key, or the PIN of its token.", HelpName = "NAME" };
    private readonly Option<string?> _file = new("--passphrase-file") { Description = "File that holds the passphrase of the private key, or the PIN of its token.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_variable);
        command.Add(_file);
    }

    /// <exception cref="SigningFormatException">The key or its passphrase is missing or wrong.</exception>
    public SigningKey Load(string reference, ParseResult arguments, CommandServices services) =>
        Open(passphrase => SigningKey.Load(reference, passphrase), arguments, services);

    /// <summary>Opens something by the passphrase; where one is missing, says how to name it.</summary>
    public T Open<T>(Func<string?, T> open, ParseResult arguments, CommandServices services)
    {
        var passphrase = Read(arguments, services);
        try
        {
            return open(passphrase);
        }
        catch (Exception e) when (passphrase is null && e is SigningFormatException { Code: "key_passphrase" } or KeyUnavailableException { Code: "key_pin" })
        {
            throw new CommandException($"concordat: {e.Message} (`--passphrase-env NAME` or `--passphrase-file FILE` names it)");
        }
    }

    /// <summary>The passphrase; null when none was named.</summary>
    /// <exception cref="SigningFormatException">It is missing or empty.</exception>
    public string? Read(ParseResult arguments, CommandServices services) =>
        new SecretConfig { Env = arguments.GetValue(_variable), File = arguments.GetValue(_file) } switch
        {
            { Env: null, File: null } => null,
            { Env: not null, File: not null } => throw new CommandException("concordat: give one of `--passphrase-env` and `--passphrase-file`"),
            var place => PrivateKeyFile.ReadPassphrase(place, services.Environment),
        };
}
