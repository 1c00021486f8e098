using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Oversight.Credentials;

namespace Concordat.Commands;

/// <summary><c>approver invite</c>: a one-time invitation for a person to enrol a hardware key.</summary>
internal sealed class ApproverInviteCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("APPROVER") { Description = "Id of the person under `approvers`." };
    private readonly Option<int> _hours = new("--hours")
    {
        Description = "For how long the invitation can be used.",
        HelpName = "N",
        DefaultValueFactory = _ => 24,
    };

    private readonly PartyOptions _party = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ApproverInviteCommand(CommandServices services)
        : base("invite", "Invite a person to enrol a hardware key, once, with the signature of the party that they act for.")
    {
        _services = services;
        Add(_id);
        Add(_hours);
        _party.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var hours = arguments.GetValue(_hours);
        if (hours < 1 || hours > InvitationStatement.Longest.TotalHours)
        {
            throw new CommandException($"concordat: `--hours` must be from 1 to {InvitationStatement.Longest.TotalHours}");
        }

        var installation = _party.Load(arguments, _services);
        var id = arguments.GetValue(_id)!;
        var person = installation.Config.Approvers.FirstOrDefault(known => known.Id.Equals(id, StringComparison.Ordinal))
            ?? throw new CommandException($"concordat: there is no `{id}` under `approvers` in the configuration; put them there first");
        using var key = _party.OpenKey(arguments, _services);
        using var desk = new DeskHttpClient(_party.AddressOf(arguments, installation));
        var token = Invitation.NewToken();
        var now = _services.Time.GetUtcNow();
        var statement = new InvitationStatement(Invitation.IdOf(token), person.Id, person.Role, person.Party, now, now.AddHours(hours));
        using var answer = await desk.PostAsync("/v1/approvers/invitations", statement.Sign(key).ToJson(), cancellationToken);
        var entry = answer.RootElement.GetProperty("entry").GetInt64();
        if (arguments.GetValue(_json))
        {
            var report = new InvitationReport(person.Id, person.Role, person.Party, token, statement.Expires, entry);
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.InvitationReport));
            return ExitCode.Done;
        }

        await _services.Output.WriteLineAsync($"invited: {person.Name} ({person.Role} of {person.Party})");
        await _services.Output.WriteLineAsync($"token: {token}");
        if (installation.Config.WebAuthn is { Origins: [var origin, ..] })
        {
            await _services.Output.WriteLineAsync($"page: {origin}/console/enrol#{token}");
        }

        await _services.Output.WriteLineAsync($"expires: {Times.Short(statement.Expires)}");
        await _services.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"entry: {entry}"));
        await _services.Error.WriteLineAsync("concordat: give the token, or the page with it, to this person and to nobody else, face to face or by a channel of theirs; it is shown this once");
        return ExitCode.Done;
    }
}
