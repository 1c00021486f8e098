using System.CommandLine;
using System.Globalization;
using Concordat.Agreements;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>approver appoint</c>: a party says, signed, who somebody is and what they sign with.</summary>
internal sealed class ApproverAppointCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("APPROVER") { Description = "Id of the person under `approvers`, where their key or card stands." };
    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "The private key by which the party signed the agreement: a PEM file, or `pkcs11:…` on a token; once for each of its keys.",
        HelpName = "FILE|URI",
        Required = true,
    };

    private readonly Option<int> _days = new("--days")
    {
        Description = "For how long.",
        HelpName = "N",
        DefaultValueFactory = _ => 365,
    };

    private readonly Option<string> _output = new("--out") { Description = "File to write.", HelpName = "FILE", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public ApproverAppointCommand(CommandServices services)
        : base("appoint", "Say with the signature of a party who somebody is and what they sign with, for an agreement that has people appointed.")
    {
        _services = services;
        Add(_id);
        Add(_keys);
        Add(_days);
        Add(_output);
        _passphrase.AddTo(this);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var days = arguments.GetValue(_days);
        if (days < 1 || days > AppointmentStatement.Longest.TotalDays)
        {
            throw new CommandException($"concordat: `--days` must be from 1 to {AppointmentStatement.Longest.TotalDays}");
        }

        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var id = arguments.GetValue(_id)!;
        var person = config.Approvers.FirstOrDefault(known => known.Id.Equals(id, StringComparison.Ordinal))
            ?? throw new CommandException($"concordat: there is no `{id}` under `approvers` in the configuration; put them there first");
        if (person is { Key: null, Card: null })
        {
            throw new CommandException($"concordat: `{id}` signs with hardware keys alone, which are enrolled by invitation: `concordat approver invite {id}`");
        }

        var load = AgreementFolder.Load(config.Agreement, TrustedParties.Of(config), _services.Time.GetUtcNow());
        if (load.Agreement is not { } agreement)
        {
            throw new CommandException($"concordat: {config.Agreement}: {load.Diagnostics[0]}");
        }

        var now = _services.Time.GetUtcNow();
        now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        var said = new AppointmentStatement(
            agreement.Id, person.Id, person.Name, person.Role, person.Party, person.Key is { } file ? VerifyingKey.Load(file).KeyId : null, person.Card, now, now.AddDays(days));
        var envelope = said.ToEnvelope();
        foreach (var reference in arguments.GetValue(_keys)!)
        {
            using var key = _passphrase.Load(reference, arguments, _services);
            envelope = envelope.Sign(key);
        }

        if (agreement.Signers.FirstOrDefault(signer => signer.Role.Equals(person.Party, StringComparison.Ordinal))?.HasSigned(envelope) is not true)
        {
            throw new CommandException($"concordat: `--key` is not the key, or not every key, by which the {person.Party} signed the agreement; a party appoints its own people");
        }

        var output = arguments.GetValue(_output)!;
        await File.WriteAllBytesAsync(output, envelope.ToJson(), cancellationToken);
        await _services.Output.WriteLineAsync($"appointed: {person.Name} ({person.Role} of {person.Party})");
        await _services.Output.WriteLineAsync($"signs with: {string.Join(" and ", new[] { said.Key is { } own ? $"the key {own[..12]}" : null, said.Card is { } card ? $"the card of {card}" : null }.OfType<string>())}");
        await _services.Output.WriteLineAsync($"until: {Times.Short(said.Expires)}");
        await _services.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"file: {output} (name it under `approvers`, as `appointment`)"));
        return ExitCode.Done;
    }
}
