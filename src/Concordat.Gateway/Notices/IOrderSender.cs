namespace Concordat.Gateway.Notices;

/// <summary>Tells one receiver of orders.</summary>
internal interface IOrderSender : IDisposable
{
    /// <summary>Whether this receiver is told of it at all.</summary>
    bool Wants(OrderNews news) => true;

    /// <returns>Why not, without content; null where it was taken.</returns>
    ValueTask<string?> SendAsync(OrderNews news, CancellationToken cancellationToken);
}
