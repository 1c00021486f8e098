using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Notices;

/// <summary>Reminds the owner of a use case that an order ends a use of theirs, and tells of nothing else.</summary>
internal sealed class OrderOwnerMail(MailPost post, ConcordatConfig config, UseCaseConfig useCase) : IOrderSender
{
    private readonly OrderSubject[] _uses = [.. OrderSubjects.Of(config, useCase.Id)];

    /// <summary>Whether the use case can still go to what the order names.</summary>
    public bool Wants(OrderNews news) => news.Type is OrderNews.Ending && Array.Exists(_uses, news.About.Order!.Covers);

    public ValueTask<string?> SendAsync(OrderNews news, CancellationToken cancellationToken)
    {
        var (subject, body) = OrderNewsText.Mail(news, useCase.Id);
        return post.SendAsync($"{news.Id}.{useCase.Id}", useCase.Contact!, subject, body, cancellationToken);
    }

    public void Dispose()
    {
    }
}
