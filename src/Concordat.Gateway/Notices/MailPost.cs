using System.Globalization;
using System.Net;
using System.Net.Mail;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Notices;

/// <summary>Hands messages to the mail server of the configuration.</summary>
internal sealed class MailPost(MailConfig config, string? password, TimeProvider time)
{
    /// <summary>Longest time that the server may take for one message.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Unreachable = "the mail server cannot be reached, or not with encryption";

    /// <param name="id">The same each time, so that mail programs show one message.</param>
    /// <returns>Why not, without content; null where it was taken.</returns>
    public async ValueTask<string?> SendAsync(string id, string to, string subject, string body, CancellationToken cancellationToken)
    {
        using var message = new MailMessage(config.From, to, subject, body);
        message.Headers.Add("Message-ID", $"<{id}@{message.From!.Host}>");
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
}
