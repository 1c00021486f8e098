using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Notices;

/// <summary>Tells the owner of one use case of changes that turn its verdicts, or end its certificate.</summary>
internal sealed class SuiteMail(MailPost post, string useCase, string contact) : ISuiteSender
{
    public bool Wants(SuiteChange change) =>
        change.Flips.Any(flip => flip.UseCase.Equals(useCase, StringComparison.Ordinal)) || change.Lapsed.Contains(useCase, StringComparer.Ordinal);

    public ValueTask<string?> SendAsync(SuiteChange change, CancellationToken cancellationToken)
    {
        var (subject, body) = SuiteNoticeText.Mail(change, useCase);
        return post.SendAsync($"{change.Id}.{useCase}", contact, subject, body, cancellationToken);
    }

    public void Dispose()
    {
    }
}
