using System.CommandLine;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Rulings;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>A <c>sign</c> command: shows the document in a file, and adds a signature to it.</summary>
internal abstract class DraftSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file;
    private readonly Option<string> _key;
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The signed file; FILE with `.dsse.json` at its end when left out.", HelpName = "FILE" };

    /// <param name="description">What is signed, and by whom.</param>
    /// <param name="file">What the file may be.</param>
    /// <param name="key">Whose key it is.</param>
    protected DraftSignCommand(CommandServices services, string description, string file, string key)
        : base("sign", description)
    {
        _services = services;
        _file = new Argument<string>("FILE") { Description = file };
        _key = new Option<string>("--key") { Description = $"{key}: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
        Add(_file);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        SetAction(RunAsync);
    }

    /// <summary>Checks the document; gives its type, its canonical bytes, and what to say of it in a line or more, each with its end.</summary>
    protected abstract (string PayloadType, byte[] Payload, string Said) Check(byte[] json);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_file)!;
        try
        {
            var said = "";
            var (output, key) = await DraftFile.SignAsync(
                path, arguments.GetValue(_output), () => _passphrase.Load(arguments.GetValue(_key)!, arguments, _services), json =>
                {
                    (var type, var payload, said) = Check(json);
                    return (type, payload);
                },
                cancellationToken);
            await _services.Output.WriteLineAsync($"{said}signed with key {key[..12]}: {output}");
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is OrderException or RulingException or ReadinessException or SigningFormatException or IOException)
        {
            throw new CommandException($"concordat: {path}: {fault.Message}");
        }
    }
}
