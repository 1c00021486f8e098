using System.CommandLine;
using Concordat.Oversight.Rulings;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>ruling revoke</c>: one reviewer, of either party, takes a ruling back.</summary>
internal sealed class RulingRevokeCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the ruling." };
    private readonly Option<string> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, one line.", HelpName = "TEXT", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public RulingRevokeCommand(CommandServices services)
        : base("revoke", "Take a ruling back for good, by the signature of one reviewer of either party. What it let pass is held again within a second.")
    {
        _services = services;
        Add(_id);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_reason);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var replay = await RulingReplay.BeginAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        await using var desk = await RulingDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var ruling = desk.Find(arguments.GetValue(_id)!);
        var now = _services.Time.GetUtcNow();
        var revocation = new RulingRevocation(
            RulingRevocation.DocumentFormat, $"revocation-{Guid.CreateVersion7(now):N}", ruling.Id, arguments.GetValue(_reason)!,
            new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        var envelope = DsseEnvelope.Create(RulingRevocation.PayloadType, RulingReader.Payload(revocation)).Sign(key).ToJson();
        await desk.TakeAsync(envelope, ruling.Id, _services, cancellationToken);
        await _services.Output.WriteLineAsync($"revoked: {ruling.Id}");
        await (replay?.EndAsync(ruling.Id, _services.Output, _services, cancellationToken) ?? Task.CompletedTask);
        return ExitCode.Done;
    }
}
