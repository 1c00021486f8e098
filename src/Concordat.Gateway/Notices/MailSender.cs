using System.Globalization;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Notices;

namespace Concordat.Gateway.Notices;

/// <summary>Tells one person by e-mail of the cases that wait for them.</summary>
internal sealed class MailSender(MailConfig config, string? password, Approver person, string? caseUrl, Agreement agreement, TimeProvider time) : INoticeSender
{
    private readonly MailPost _post = new(config, password, time);

    /// <summary>Cases that they may decide, when they are asked: at once, by name, or when they stand by and its share is over.</summary>
    public bool Wants(CaseEvent told) =>
        !person.RequestsFor.Contains(told.Case.Action.UseCase, StringComparer.Ordinal)
        && Quorum.Of(told.Case, agreement.RemedyOf, agreement.Terms.Quorums).HasSeatFor(person.Party, person.Role)
        && told.Kind switch
        {
            CaseEventKinds.Opened => person.StandBy == 0,
            CaseEventKinds.Assigned => person.Id.Equals(told.Detail, StringComparison.Ordinal),
            CaseEventKinds.Escalated => person.StandBy > 0 && person.StandBy.ToString(CultureInfo.InvariantCulture).Equals(told.Detail, StringComparison.Ordinal),
            _ => false,
        };

    public ValueTask<string?> SendAsync(CaseEvent told, CancellationToken cancellationToken)
    {
        var (subject, body) = NoticeText.Mail(told, caseUrl, agreement);
        return _post.SendAsync(NoticeText.IdOf(told), person.Mail!, subject, body, cancellationToken);
    }

    public void Dispose()
    {
    }
}
