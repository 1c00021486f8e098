using Concordat.Console.Http;
using Concordat.Console.Pages;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>The agreement to read: prose, the clause beside it, and what the clause decided lately.</summary>
internal static class AgreementEndpoints
{
    private const int Looked = 512;

    public static ValueTask<IResult> PageAsync(ConsoleRequest request)
    {
        var decided = request.Options.Decisions.Latest(Looked)
            .SelectMany(decision => decision.Clauses.Select(clause => clause.Id).Distinct(StringComparer.Ordinal))
            .CountBy(id => id, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return request.PageAsync<AgreementPage>(new()
        {
            [nameof(AgreementPage.Agreement)] = request.Options.Data.Agreement,
            [nameof(AgreementPage.Decided)] = decided,
        });
    }

    /// <summary>What the agreement publishes, and whether other vendors have the same terms; made when the agreement was put in force, never here.</summary>
    public static ValueTask<IResult> TermsAsync(ConsoleRequest request) => request.PageAsync<TermsPage>(new()
    {
        [nameof(TermsPage.Terms)] = request.Options.Data.Terms,
        [nameof(TermsPage.Instances)] = request.Options.Data.Instances,
    });
}
