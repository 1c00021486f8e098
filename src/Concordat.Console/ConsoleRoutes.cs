using Concordat.Console.Access;
using Concordat.Console.Endpoints;
using Concordat.Console.Http;
using Microsoft.AspNetCore.Http;
using static Concordat.Console.Access.ConsoleRole;

namespace Concordat.Console;

/// <summary>Every route of the console and who may ask for it: the role matrix. What is not here is not there.</summary>
internal static class ConsoleRoutes
{
    private const ConsoleRole Deciders = HumanAuthority | Reviewer;
    private const ConsoleRole KeyReaders = PlatformEngineer | AgreementOwner | Inspector;

    public static IReadOnlyList<ConsoleRoute> All { get; } =
    [
        // signing in
        Get("/console/console.css", None, request => Asset.Style.ServeAsync(request.Http)),
        Get("/console/console.js", None, request => Asset.Script.ServeAsync(request.Http)),
        Get("/console/verify.js", None, request => Asset.Verifier.ServeAsync(request.Http)),
        Get("/console/sign-in", None, SignInEndpoints.PageAsync),
        Post("/console/sign-in/key", None, SignInEndpoints.ByKeyAsync),
        Post("/console/sign-in/passkey", None, SignInEndpoints.ByPasskeyAsync),
        Post("/console/sign-in/passkey/challenge", None, SignInEndpoints.PasskeyTaskAsync),
        Post("/console/sign-in/certificate", None, SignInEndpoints.ByCertificateAsync),
        Get("/console/sign-in/oidc", None, SignInEndpoints.ToProviderAsync),
        Get("/console/sign-in/oidc/callback", None, SignInEndpoints.FromProviderAsync),
        Get("/console/enrol", None, SignInEndpoints.EnrolAsync),
        Post("/console/sign-out", Everyone, SignInEndpoints.OutAsync),

        // looking
        Get("/console", Everyone, OverviewEndpoints.PageAsync),
        Get("/console/decisions", Everyone, DecisionEndpoints.ListAsync),
        Get("/console/decisions/stream", Everyone, DecisionEndpoints.StreamAsync),
        Get("/console/decisions/{entry}", Everyone, DecisionEndpoints.OneAsync),
        Get("/console/decisions/{entry}/proof", Everyone, DecisionEndpoints.ProofAsync),
        Get("/console/cases", Everyone, CaseEndpoints.ListAsync),
        Get("/console/cases/{id}", Everyone, CaseEndpoints.OneAsync),
        Get("/console/cases/{id}/stream", Everyone, CaseEndpoints.StreamAsync),
        Get("/console/agreement", Everyone, AgreementEndpoints.PageAsync),
        Get("/console/agreement/amendment", AgreementOwner, AmendmentEndpoints.PageAsync),
        Get("/console/terms", Everyone, AgreementEndpoints.TermsAsync),
        Get("/console/meters", Everyone, HealthEndpoints.MetersAsync),
        Get("/console/health", Everyone, HealthEndpoints.SafeguardsAsync),
        Get("/console/reports", Everyone, ReportEndpoints.ListAsync),
        Get("/console/deployments", Everyone, OverviewEndpoints.DeploymentsAsync),
        Get("/console/orders", Everyone, OrderEndpoints.ListAsync),
        Get("/console/orders/{id}", Everyone, OrderEndpoints.OneAsync),
        Get("/console/rulings", Everyone, RulingEndpoints.ListAsync),
        Get("/console/rulings/{id}", Everyone, RulingEndpoints.OneAsync),
        Get("/console/ledger", Everyone, LedgerEndpoints.PageAsync),
        Get("/console/use-cases", Everyone, UseCaseEndpoints.ListAsync),
        Get("/console/use-cases/{id}", Everyone, UseCaseEndpoints.OneAsync),
        Get("/console/keys", KeyReaders, UseCaseEndpoints.KeysAsync),
        Get("/console/costs", KeyReaders, CostEndpoints.PageAsync),

        // acting
        Get("/console/waiting", Deciders, CaseEndpoints.WaitingAsync),
        Post("/console/cases/{id}/slip", Deciders, DecideEndpoints.SlipAsync),
        Post("/console/cases/{id}/challenge", Deciders, DecideEndpoints.ChallengeAsync),
        Post("/console/cases/{id}/decision", Deciders, DecideEndpoints.DecideAsync),
        Post("/console/cases/{id}/ruling", Reviewer, RulingEndpoints.ProposeAsync),
        Post("/console/rulings", Reviewer, RulingEndpoints.TakeAsync),
        Post("/console/rulings/{id}/revocation", Reviewer, RulingEndpoints.RevokeAsync),
        Post("/console/use-cases/{id}/readiness", Reviewer, UseCaseEndpoints.ProposeAsync),
        Post("/console/use-cases/{id}/decision", Reviewer, UseCaseEndpoints.TakeAsync),
        Post("/console/agreement/amendment", AgreementOwner, AmendmentEndpoints.CompareAsync),
        Post("/console/reports/{entry}", Reviewer, ReportEndpoints.SettleAsync),
        Post("/console/keys", PlatformEngineer, UseCaseEndpoints.CreateKeyAsync),
        Post("/console/keys/{id}/revoke", PlatformEngineer, UseCaseEndpoints.RevokeKeyAsync),

        Get("/console/{**path}", Everyone, request => request.NotFoundAsync($"no page `{request.Route("path")}`")),
    ];

    private static ConsoleRoute Get(string path, ConsoleRole roles, Func<ConsoleRequest, ValueTask<IResult>> handle) => new("GET", path, roles, handle);

    private static ConsoleRoute Post(string path, ConsoleRole roles, Func<ConsoleRequest, ValueTask<IResult>> handle) => new("POST", path, roles, handle);
}
