using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Gateway.Model;

/// <summary>The people of a configuration, held to what their parties signed of them where the agreement has them appointed.</summary>
internal static class ConfiguredPeople
{
    /// <exception cref="SigningFormatException">A key file or an appointment cannot be used, or says otherwise than the configuration.</exception>
    public static ImmutableArray<Approver> Of(ConcordatConfig config, Agreement agreement) =>
        [.. config.Approvers.Select((approver, at) => Of(approver, $"approvers[{at}]", config, agreement))];

    /// <summary>Those who are no approvers, or are something else besides.</summary>
    /// <exception cref="SigningFormatException">A key file cannot be used.</exception>
    public static ImmutableArray<StaffMember> StaffOf(ConcordatConfig config) =>
        [.. (config.Console?.People ?? []).Select(static person => new StaffMember(person.Id, person.Roles, person.Key is { } file ? VerifyingKey.Load(file) : null))];

    private static Approver Of(ApproverConfig approver, string at, ConcordatConfig config, Agreement agreement)
    {
        var key = approver.Key is { } file ? VerifyingKey.Load(file) : null;
        return new Approver(approver.Id, approver.Name, approver.Role, approver.Party, key, [.. approver.RequestsFor])
        {
            Card = approver.Card,
            Mail = approver.Mail,
            StandBy = approver.StandBy,
            Clearance = config.Console?.People.FirstOrDefault(person => person.Id.Equals(approver.Id, StringComparison.Ordinal))?.Clearance,
            Appointment = AppointmentOf(approver, key, at, agreement),
        };
    }

    private static Appointment? AppointmentOf(ApproverConfig approver, VerifyingKey? key, string at, Agreement agreement)
    {
        if (approver.Appointment is not { } file)
        {
            // A hardware key is enrolled by an invitation, which the party signs.
            return !agreement.Terms.AppointsPeople || (key is null && approver.Card is null)
                ? null
                : throw Fault(at, $"the agreement has people appointed by their parties, and `{approver.Id}` of {approver.Party} is not: let the {approver.Party} run `concordat approver appoint {approver.Id}`, and name the file under `appointment`");
        }

        var envelope = Read(file, at);
        AppointmentStatement said;
        try
        {
            said = AppointmentStatement.Read(envelope);
        }
        catch (FormatException fault)
        {
            throw Fault(at, $"`{file}` cannot be used: {fault.Message}", fault);
        }

        var party = agreement.Signers.FirstOrDefault(signer => signer.Role.Equals(approver.Party, StringComparison.Ordinal));
        if (party?.HasSigned(envelope) is not true)
        {
            throw Fault(at, $"`{file}` is not signed with the key by which the {approver.Party} signed the agreement");
        }

        (string What, string? Said, string? Configured)[] all =
        [
            ("agreement", said.Agreement, agreement.Id),
            ("id", said.Approver, approver.Id),
            ("name", said.Name, approver.Name),
            ("role", said.Role, approver.Role),
            ("party", said.Party, approver.Party),
            ("key", said.Key, key?.KeyId),
            ("card", said.Card, approver.Card),
        ];
        return all.FirstOrDefault(static each => !string.Equals(each.Said, each.Configured, StringComparison.Ordinal)) is { What: { } what } other
            ? throw Fault(at, $"`{file}` appoints somebody else: {what} {Quoted(other.Said)}, and here it is {Quoted(other.Configured)}; write what was signed, or have them appointed anew")
            : new Appointment([party.Key.KeyId, .. party.AlsoKeys.Select(static also => also.KeyId)], said.Time, said.Expires);
    }

    private static DsseEnvelope Read(string file, string at)
    {
        try
        {
            var length = new FileInfo(file).Length;
            return length <= AppointmentStatement.MostBytes
                ? DsseEnvelope.Parse(File.ReadAllBytes(file))
                : throw new FormatException($"it has {length} bytes, and an appointment {AppointmentStatement.MostBytes} at most");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            throw Fault(at, $"`{file}` cannot be used: {fault.Message}", fault);
        }
    }

    private static string Quoted(string? text) => text is null ? "none" : $"`{text}`";

    private static SigningFormatException Fault(string at, string text, Exception? inner = null) => new("appointment", $"`{at}.appointment`: {text}", inner);
}
