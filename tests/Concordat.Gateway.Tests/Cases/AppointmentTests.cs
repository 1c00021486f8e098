using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>Who decides is what the parties signed, not what whoever runs the gateway writes into its configuration.</summary>
public sealed class AppointmentTests : IDisposable
{
    private readonly TestApprovers _people = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-appointments-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _people.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_people_whom_their_parties_appointed_decide()
    {
        var config = Configured();
        Assert.Equal(config.Approvers.Select(static each => each.Id), ConfiguredPeople.Of(config, SignedBaseAgreement.Agreement).Select(static each => each.Id));
    }

    [Fact]
    public void Somebody_whom_the_configuration_alone_names_does_not() => Refused(
        static person => person with { Appointment = null }, "is not: let the department run `concordat approver appoint commander`");

    [Fact]
    public void Nor_by_a_card_alone() => Refused(
        static person => person with { Appointment = null, Key = null, Card = "1@mil" }, "is not: let the department run");

    [Fact]
    public void Somebody_else_s_key_does_not_sign_for_them()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var file = Path.Combine(_folder, "other.pub.pem");
        File.WriteAllText(file, key.PublicKey.ToPem());
        Refused(person => person with { Key = file }, "appoints somebody else: key");
    }

    [Fact]
    public void A_card_that_nobody_signed_is_not_added() => Refused(static person => person with { Card = "1@mil" }, "appoints somebody else: card none, and here it is `1@mil`");

    [Fact]
    public void Another_name_is_not_put_to_it() => Refused(static person => person with { Name = "Somebody" }, "appoints somebody else: name");

    [Fact]
    public void Another_id_is_not_put_to_it() => Refused(static person => person with { Id = "boss" }, "appoints somebody else: id");

    [Fact]
    public void An_official_does_not_become_a_commander() => Refused(
        static person => person.Id is "official" ? person with { Role = "commander" } : person, "appoints somebody else: role `official`, and here it is `commander`");

    [Fact]
    public void One_party_does_not_appoint_the_people_of_the_other() => Refused(
        person => TestApprovers.Appointed(_folder, person, person.Party == "vendor" ? SignedBaseAgreement.Department : SignedBaseAgreement.Vendor), "is not signed with the key by which the department");

    [Fact]
    public void Whoever_runs_the_gateway_appoints_nobody()
    {
        using var own = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        Refused(person => TestApprovers.Appointed(_folder, person, own), "is not signed with the key by which the department");
    }

    [Fact]
    public void Nobody_changes_sides() => Refused(
        static person => person.Id is "reviewer" ? person with { Party = "vendor" } : person, "is not signed with the key by which the vendor");

    [Fact]
    public void An_appointment_under_another_agreement_is_none_here() => Refused(
        person => Said(person, said => said with { Agreement = "another" }), "appoints somebody else: agreement `another`, and here it is `base`");

    [Fact]
    public void None_is_for_life() => Refused(
        person => Said(person, said => said with { Expires = said.Time.AddDays(1200) }), "holds for more than 1100 days");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("no json")]
    public void What_is_no_appointment_is_none(string text) => Refused(
        person =>
        {
            var file = Path.Combine(_folder, $"{person.Id}.none");
            File.WriteAllText(file, text);
            return person with { Appointment = file };
        },
        "cannot be used");

    [Fact]
    public void One_that_was_altered_is_none() => Refused(
        static person =>
        {
            var text = File.ReadAllText(person.Appointment!);
            var envelope = DsseEnvelope.Parse(File.ReadAllBytes(person.Appointment!));
            var said = AppointmentStatement.Read(envelope) with { Role = "commander" };
            var altered = said.ToEnvelope() with { Signatures = envelope.Signatures };
            File.WriteAllBytes(person.Appointment!, altered.ToJson());
            Assert.NotEqual(text, File.ReadAllText(person.Appointment!));
            return person with { Role = "commander" };
        },
        "is not signed with the key",
        "official");

    [Fact]
    public void Where_the_agreement_leaves_it_to_the_configuration_that_says_it()
    {
        var config = Configured();
        config = config with { Approvers = [.. config.Approvers.Select(static person => person with { Appointment = null })] };
        var people = ConfiguredPeople.Of(config, SignedBaseAgreement.With("agreement.json", "\"people\": \"appointed\"", "\"people\": \"configured\""));
        Assert.All(people, static person => Assert.Null(person.Appointment));
    }

    [Fact]
    public async Task After_its_time_nobody_signs_by_it_and_what_they_granted_lets_nothing_through()
    {
        var clock = new MovableTime();
        var until = clock.GetUtcNow().AddHours(2);
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var people = GrantTests.Fires(_people.Register(config));
            return people with { Approvers = [.. people.Approvers.Select(person => person.Id is "official" ? TestApprovers.Appointed(config.Data, person, until: new DateTimeOffset(until.UtcTicks - (until.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero)) : person)] };
        }, time: clock);
        var granted = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, granted, "commander", "official");
        var open = await HeldCall.HoldAsync(host, "hulk 9");

        clock.Advance(TimeSpan.FromHours(3));
        var late = await HeldCall.SendAsync(host, HeldCall.Target, granted);
        Assert.Equal((HttpStatusCode.Forbidden, "unproven"), (late.Status, late.Release));
        var (status, body) = await TestApprovers.PostAsync(
            host, open, "readings", TestApprovers.Statement(open, "official", DecisionAct.Read, null) with { Time = clock.GetUtcNow() }, _people.Key("official"));
        Assert.Equal((HttpStatusCode.Forbidden, "appointment_over"), (status, (string?)body["error"]!["code"]));
    }

    [Fact]
    public async Task A_revoked_key_of_the_party_takes_its_appointments_along()
    {
        await using var host = await GatewayHost.StartAsync(config => GrantTests.Fires(_people.Register(config)));
        var granted = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, granted, "commander", "official");

        var key = SignedBaseAgreement.Department.PublicKey;
        await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(key.KeyId, TimeProvider.System.GetUtcNow(), 0, [SignedBaseAgreement.Agreement.Hash]), Stop);

        var late = await HeldCall.SendAsync(host, HeldCall.Target, granted);
        Assert.Equal((HttpStatusCode.Forbidden, "unproven"), (late.Status, late.Release));
        Assert.NotEqual(HttpStatusCode.OK, (await _people.ReadAsync(host, await HeldCall.HoldAsync(host, "hulk 9"), "commander")).Status);
    }

    [Theory]
    [InlineData(-1, "is not appointed now")]
    [InlineData(29, "ends on")]
    [InlineData(31, null)]
    public void Whoever_runs_the_gateway_is_told_before_an_appointment_ends(int days, string? words)
    {
        var now = TimeProvider.System.GetUtcNow();
        var told = new List<string>();
        AppointmentDates.Tell(
            new ListLogs(told), [new Approver("ada", "Ada", "commander", "department", null, []) { Appointment = new Appointment([], now.AddDays(-60), now.AddDays(days)) }], now);
        Assert.Equal(words is null ? 0 : 1, told.Count);
        Assert.All(told, line => Assert.Contains(words!, line, StringComparison.Ordinal));
    }

    private ConcordatConfig Configured() => _people.Register(TestConfig.Default(_folder));

    private static ApproverConfig Said(ApproverConfig person, Func<AppointmentStatement, AppointmentStatement> change)
    {
        var said = change(AppointmentStatement.Read(DsseEnvelope.Parse(File.ReadAllBytes(person.Appointment!))));
        File.WriteAllBytes(person.Appointment!, said.ToEnvelope().Sign(person.Party == "vendor" ? SignedBaseAgreement.Vendor : SignedBaseAgreement.Department).ToJson());
        return person;
    }

    private void Refused(Func<ApproverConfig, ApproverConfig> change, string because, string? only = null)
    {
        var config = Configured();
        config = config with { Approvers = [.. config.Approvers.Select(person => only is null || person.Id == only ? change(person) : person)] };
        var fault = Assert.Throws<SigningFormatException>(() => ConfiguredPeople.Of(config, SignedBaseAgreement.Agreement));
        Assert.Contains(because, fault.Message, StringComparison.Ordinal);
        Assert.Contains("`approvers[", fault.Message, StringComparison.Ordinal);
    }
}
