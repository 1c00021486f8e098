using Concordat.Gateway.Budgets;
using Concordat.Gateway.Configuration;
using Concordat.Oversight;

namespace Concordat.Gateway.Tests.Budgets;

public sealed class BudgetAllocationTests : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("concordat-budgets-");

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Taking_what_is_at_hand_allocates_nothing()
    {
        await using var stores = OversightStores.OpenSqlite(Path.Combine(_directory.FullName, "oversight.db"), TimeProvider.System);
        await using var book = new BudgetBook(stores.Budgets, isShared: false, TimeProvider.System);
        var budget = new BudgetModel(new BudgetConfig { Name = "b", Each = ["key"], Count = "concurrent", Most = 10 });
        Take(1000);

        // The least of several rounds: the runtime compiles anew in some of them.
        Assert.Equal(0, Enumerable.Range(0, 20).Min(_ => Take(1000)));

        long Take(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                var period = book.PeriodOf(budget, budget.SubjectOf("radar", "key12345", "m"));
                var taken = book.TakeAsync(budget, period, 1, 1, CancellationToken.None);
                if (!taken.IsCompletedSuccessfully || !taken.Result)
                {
                    throw new InvalidOperationException("there is room");
                }

                period.Settle(1, 0);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
