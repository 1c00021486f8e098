namespace Concordat.Gateway.Notices;

/// <summary>Tells a party of orders.</summary>
internal sealed class OrderMail(MailPost post, string address) : IOrderSender
{
    public ValueTask<string?> SendAsync(OrderNews news, CancellationToken cancellationToken)
    {
        var (subject, body) = OrderNewsText.Mail(news);
        return post.SendAsync(news.Id, address, subject, body, cancellationToken);
    }

    public void Dispose()
    {
    }
}
