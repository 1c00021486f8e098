using Concordat.Gateway.Notices;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>Is told of orders, and takes them, refuses them or hangs.</summary>
internal sealed class OrderReceiver : IOrderSender
{
    public List<OrderNews> Told { get; } = [];

    public int Tried { get; private set; }

    public string? Fault { get; set; }

    public bool Hangs { get; set; }

    /// <summary>One more for each message that came to it.</summary>
    public SemaphoreSlim Reached { get; } = new(0);

    public async ValueTask<string?> SendAsync(OrderNews news, CancellationToken cancellationToken)
    {
        Tried++;
        Reached.Release();
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (Fault is null)
        {
            Told.Add(news);
        }

        return Fault;
    }

    public void Dispose()
    {
    }
}
