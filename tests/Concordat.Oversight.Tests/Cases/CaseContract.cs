using Concordat.Oversight.Cases;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Cases;

/// <summary>What the suites about cases share.</summary>
public abstract class CaseContract : StoreContract
{
    protected CaseOpening Opening(
        CaseType type = CaseType.Ruling, string useCase = "radar", char agreement = 'a', char action = '1', string[]? clauses = null) =>
        new(
            type,
            new HeldAction(useCase, new string(agreement, 64), new string(action, 64)),
            clauses ?? ["3.2"],
            "launch_drone_strike",
            "force",
            Time.GetUtcNow().AddHours(1));

    protected async Task<Case> OpenAsync(CaseOpening opening) =>
        (await Stores.Cases.OpenAsync(opening, Cancellation)).Case ?? throw new InvalidOperationException("not opened");

    protected async Task<Case> GrantAsync(CaseOpening opening) =>
        (await Stores.Cases.DecideAsync((await OpenAsync(opening)).Id, CaseDecision.Grant, "panel", null, Cancellation)).Case!;

    protected ValueTask<CasePage> ListAsync(CaseState state) =>
        Stores.Cases.ListAsync(new CaseFilter(state), null, 10, Cancellation);
}
