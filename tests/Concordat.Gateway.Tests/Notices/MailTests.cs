using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Notices;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>People are told by e-mail of the cases that they may decide, when they are asked, by a server that does its part or does not.</summary>
public sealed class MailTests : IAsyncDisposable
{
    private readonly NoticeCase _case = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _case.DisposeAsync();

    [Fact]
    public async Task A_message_holds_ids_clauses_and_the_deadline_and_no_content()
    {
        await using var server = new MailServer();
        using var sender = Sender(server.Port);
        var told = await _case.OpenedAsync();

        Assert.Null(await sender.SendAsync(told, Cancellation));
        Assert.Null(await sender.SendAsync(told, Cancellation));
        var message = server.Messages.First();
        Assert.Contains("To: cy@example.mil", message, StringComparison.Ordinal);
        Assert.Contains(told.Case.Id.Value, message, StringComparison.Ordinal);
        Assert.Contains("3.2", message, StringComparison.Ordinal);
        Assert.DoesNotContain("launch", message, StringComparison.Ordinal);
        Assert.Single(server.Messages.Select(MessageId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_server_that_offers_no_encryption_gets_no_message()
    {
        await using var server = new MailServer();
        using var sender = Sender(server.Port, tls: true);

        Assert.Contains("encryption", await sender.SendAsync(await _case.OpenedAsync(), Cancellation), StringComparison.Ordinal);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        await using var server = new MailServer(static _ => null);
        using var sender = Sender(server.Port, time: new ImpatientTime());

        Assert.Equal("the mail server did not answer in time", await sender.SendAsync(await _case.OpenedAsync(), Cancellation));
    }

    [Theory]
    [InlineData("RCPT", "550 cy@example.mil is unknown", "the mail server answered with code 550")]
    [InlineData("MAIL", "451 later", "the mail server answered with code 451")]
    [InlineData("(connected)", "not SMTP at all", "the mail server cannot be reached, or not with encryption")]
    public async Task What_a_server_refuses_is_said_without_the_address(string at, string answer, string expected)
    {
        await using var server = new MailServer(line => line.StartsWith(at, StringComparison.Ordinal) ? answer : MailServer.Polite(line));
        using var sender = Sender(server.Port);

        Assert.Equal(expected, await sender.SendAsync(await _case.OpenedAsync(), Cancellation));
    }

    [Theory]
    [InlineData("reviewer", 0, "", true)]
    [InlineData("reviewer", 50, "", false)]
    [InlineData("commander", 0, "", false)]
    [InlineData("reviewer", 0, "radar", false)]
    public async Task Only_those_are_told_of_a_new_case_who_are_asked(string role, int standBy, string requestsFor, bool wanted)
    {
        using var sender = Sender(1, role, standBy, requestsFor);

        Assert.Equal(wanted, sender.Wants(await _case.OpenedAsync()));
    }

    [Theory]
    [InlineData("escalated", "50", 50, true)]
    [InlineData("escalated", "75", 50, false)]
    [InlineData("escalated", "50", 0, false)]
    [InlineData("assigned", "cy", 50, true)]
    [InlineData("assigned", "di", 0, false)]
    [InlineData("denied", null, 0, false)]
    public async Task Who_stands_by_is_told_after_their_share_and_whoever_it_is_assigned_to(string kind, string? detail, int standBy, bool wanted)
    {
        using var sender = Sender(1, standBy: standBy);

        Assert.Equal(wanted, sender.Wants(await _case.OpenedAsync() with { Kind = kind, Detail = detail }));
    }

    [Fact]
    public async Task A_reviewer_is_not_told_of_an_act_of_force()
    {
        using var sender = Sender(1);

        Assert.False(sender.Wants(await _case.OpenedAsync(CaseType.Authorize)));
    }

    [Fact]
    public async Task A_reviewer_is_told_of_an_act_of_force_where_a_clause_asks_for_a_ruling_too()
    {
        var told = await _case.OpenedAsync(CaseType.Authorize);
        told = told with { Case = told.Case with { Clauses = ["3.1", "8.2"] } };
        using var sender = Sender(1);

        Assert.True(sender.Wants(told));
        Assert.Contains("reviewer of vendor (clause 8.2)", NoticeText.Mail(told, caseUrl: null, SignedBaseAgreement.Agreement).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commander", true)]
    [InlineData("official", false)]
    public async Task An_unmasking_is_told_to_those_whom_the_agreement_asks(string role, bool wanted)
    {
        var told = await _case.OpenedAsync(CaseType.Mask);
        told = told with { Case = told.Case with { Tool = Quorum.UnmaskTool, Effect = null } };
        var agreement = SignedBaseAgreement.With("agreement.json", "\"noticeDays\"", "\"quorums\": { \"highStakes\": [\"department:official\"], \"unmask\": [\"department:commander\"] },\n    \"noticeDays\"");
        using var sender = Sender(1, role, agreement: agreement);
        using var ships = Sender(1, role);

        Assert.Equal((wanted, true), (sender.Wants(told), ships.Wants(told)));
        Assert.Contains("needs:     commander of department", NoticeText.Mail(told, caseUrl: null, agreement).Body, StringComparison.Ordinal);
    }

    private static MailSender Sender(
        int port, string role = "reviewer", int standBy = 0, string requestsFor = "", bool tls = false, TimeProvider? time = null, Agreement? agreement = null) => new(
        new MailConfig { Server = "127.0.0.1", Port = port, From = "concordat@example.mil", Tls = tls }, password: null,
        new Approver("cy", "Cy", role, "department", null, requestsFor.Length == 0 ? [] : ImmutableArray.Create(requestsFor)) { Mail = "cy@example.mil", StandBy = standBy },
        caseUrl: null, agreement ?? SignedBaseAgreement.Agreement, time ?? TimeProvider.System);

    private static string MessageId(string message) =>
        message.Split('\n').Single(line => line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase));
}
