using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>order respond</c>: writes and signs what somebody whom an order concerns has to say about it.</summary>
internal sealed class OrderRespondCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _order = new("ORDER") { Description = "Id of the order." };
    private readonly Option<string> _issuer = new("--issuer") { Description = "Who responds: the id of an issuer of the configuration that may `respond`.", HelpName = "ID", Required = true };
    private readonly Option<string> _reason = new("--reason") { Description = "The response, or what it is in a sentence.", HelpName = "TEXT", Required = true };
    private readonly Option<string?> _document = new("--document") { Description = "The response in full; its SHA-256 is signed, and the file stays where it is.", HelpName = "FILE" };
    private readonly Option<string?> _hash = new("--order-hash") { Description = "SHA-256 of the order that is meant, as `order show` prints it: the response is then to no other of that id.", HelpName = "HASH" };
    private readonly Option<string?> _id = new("--id") { Description = "Id of the response; made from that of the order and the time when left out.", HelpName = "ID" };
    private readonly Option<string> _key = new("--key") { Description = "The private key to sign with: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The signed file; `ORDER.response.dsse.json` when left out.", HelpName = "FILE" };

    public OrderRespondCommand(CommandServices services)
        : base("respond", "Sign a response to an order. It changes nothing; it is on record for everybody who sees the order.")
    {
        _services = services;
        Add(_order);
        Add(_issuer);
        Add(_reason);
        Add(_document);
        Add(_hash);
        Add(_id);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var order = arguments.GetValue(_order)!;
        try
        {
            var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes(Draft(arguments, order).ToJsonString()));
            using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
            var output = arguments.GetValue(_output) ?? $"{order}.response.dsse.json";
            await using (var file = new FileStream(output, FileMode.CreateNew, FileAccess.Write)) // what was signed before stays
            {
                await file.WriteAsync(DsseEnvelope.Create(type, payload).Sign(key).ToJson(), cancellationToken);
            }

            await _services.Output.WriteLineAsync($"signed with key {key.PublicKey.KeyId[..12]}: {output}");
            await _services.Output.WriteLineAsync("hand it in with `concordat order apply FILE`, or with `POST /v1/orders` from anywhere");
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is OrderException or SigningFormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"concordat: the response to `{order}`: {fault.Message}");
        }
    }

    private JsonObject Draft(ParseResult arguments, string order)
    {
        var now = _services.Time.GetUtcNow().UtcDateTime;
        var draft = new JsonObject
        {
            ["format"] = "concordat-order-notice/1",
            ["id"] = arguments.GetValue(_id) ?? string.Create(CultureInfo.InvariantCulture, $"{order}-response-{now:yyyyMMddHHmmss}"),
            ["order"] = order,
            ["kind"] = "respond",
            ["issuer"] = arguments.GetValue(_issuer),
            ["reason"] = arguments.GetValue(_reason),
            ["issued"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["from"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (arguments.GetValue(_document) is { } document)
        {
            using var file = File.OpenRead(document);
            draft["documentHash"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        }

        if (arguments.GetValue(_hash) is { } hash)
        {
            draft["orderHash"] = hash;
        }

        return draft;
    }
}
