namespace Concordat.Gateway.Notices;

/// <summary>Tells one receiver of orders.</summary>
internal interface IOrderSender : IDisposable
{
    /// <returns>Why not, without content; null where it was taken.</returns>
    ValueTask<string?> SendAsync(OrderNews news, CancellationToken cancellationToken);
}
