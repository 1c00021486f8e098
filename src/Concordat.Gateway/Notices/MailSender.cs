using System.Globalization;
using System.Net;
using System.Net.Mail;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Notices;

namespace Concordat.Gateway.Notices;

/// <summary>Tells one person by e-mail of the cases that wait for them.</summary>
internal sealed class MailSender(MailConfig config, string? password, Approver person, string? caseUrl, QuorumTerms? quorums, TimeProvider time) : INoticeSender
{
    /// <summary>Longest time that the server may take for one message.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Unreachable = "the mail server cannot be reached, or not with encryption";

    /// <summary>Cases that they may decide, when they are asked: at once, by name, or when they stand by and its share is over.</summary>
    public bool Wants(CaseEvent told) =>
        !person.RequestsFor.Contains(told.Case.Action.UseCase, StringComparer.Ordinal)
        && Quorum.For(told.Case.Type, told.Case.Effect, quorums).HasSeatFor(person.Party, person.Role)
        && told.Kind switch
        {
            CaseEventKinds.Opened => person.StandBy == 0,
            CaseEventKinds.Assigned => person.Id.Equals(told.Detail, StringComparison.Ordinal),
            CaseEventKinds.Escalated => person.StandBy > 0 && person.StandBy.ToString(CultureInfo.InvariantCulture).Equals(told.Detail, StringComparison.Ordinal),
            _ => false,
        };

    public async ValueTask<string?> SendAsync(CaseEvent told, CancellationToken cancellationToken)
    {
        var (subject, body) = NoticeText.Mail(told, caseUrl, quorums);
        using var message = new MailMessage(config.From, person.Mail!, subject, body);
        message.Headers.Add("Message-ID", $"<{NoticeText.IdOf(told)}@{message.From!.Host}>"); // the same each time, so that mail programs show one
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var smtp = new SmtpClient(config.Server, config.Port) { EnableSsl = config.Tls, DeliveryMethod = SmtpDeliveryMethod.Network };
        if (config.User is { } user)
        {
            smtp.Credentials = new NetworkCredential(user, password);
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // The client does not give up in every state of a connection, so that the wait does.
            await smtp.SendMailAsync(message, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "the mail server did not answer in time";
        }
        catch (SmtpException fault)
        {
            // What the server says may repeat the address.
            return (int)fault.StatusCode is >= 400 and < 600
                ? string.Create(CultureInfo.InvariantCulture, $"the mail server answered with code {(int)fault.StatusCode}")
                : Unreachable;
        }
        catch (Exception fault) when (fault is IOException or System.Security.Authentication.AuthenticationException)
        {
            return Unreachable;
        }
    }

    public void Dispose()
    {
    }
}
