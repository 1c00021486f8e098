using Concordat.Gateway.Model;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Model;

public sealed class GatewayStateTests
{
    [Fact]
    public async Task What_is_read_beside_the_model_is_of_the_same_swap()
    {
        await using var host = await GatewayHost.StartAsync();
        var state = new GatewayState();
        GatewayModel[] models = [host.Gateway.Model!, Another(host)];
        GatewayModel? beside = null;
        using var over = new CancellationTokenSource();
        var swapping = Task.Run(
            () =>
            {
                for (var turn = 0; turn < 200_000; turn++)
                {
                    state.Swap(models[turn & 1], () => Volatile.Write(ref beside, models[turn & 1]));
                }

                over.Cancel();
            },
            TestContext.Current.CancellationToken);
        var read = 0;
        while (!over.IsCancellationRequested)
        {
            var version = state.BeginRead();
            var (model, other) = (state.Current, Volatile.Read(ref beside));
            if (!state.HasChangedSince(version))
            {
                Assert.Same(model, other);
                read++;
            }
        }

        await swapping;
        Assert.NotEqual(0, read);
        Assert.Same(models[1], state.Current);
    }

    [Fact]
    public async Task A_swap_that_fails_half_way_leaves_nobody_waiting()
    {
        await using var host = await GatewayHost.StartAsync();
        var state = new GatewayState();

        Assert.Throws<InvalidOperationException>(() => state.Swap(host.Gateway.Model!, static () => throw new InvalidOperationException()));

        Assert.False(state.HasChangedSince(state.BeginRead()));
        Assert.Null(state.Current);
    }

    private static GatewayModel Another(GatewayHost host)
    {
        host.Gateway.ApplyAsync(TestConfig.Default(host.Directory), SignedBaseAgreement.Agreement, new string('1', 64), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return host.Gateway.Model!;
    }
}
