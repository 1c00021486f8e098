using Concordat.Console.Http;
using Concordat.Console.Pages;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>The head of the ledger, its witnesses, and how to verify it.</summary>
internal static class LedgerEndpoints
{
    public static ValueTask<IResult> PageAsync(ConsoleRequest request) => request.PageAsync<LedgerPage>(new()
    {
        [nameof(LedgerPage.Ledger)] = request.Options.Data.Ledger,
        [nameof(LedgerPage.Covered)] = request.Options.Entries.Size,
        [nameof(LedgerPage.Checkpoint)] = request.Options.Entries.Checkpoint,
    });
}
