using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Console.SignIn;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Costs;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Meters;
using Concordat.Oversight.Reports;
using Concordat.Oversight.Sessions;
using Concordat.Oversight.Signers;
using Concordat.Oversight.Verdicts;

namespace Concordat.Console;

/// <summary>What the console is made of.</summary>
public sealed record ConsoleOptions
{
    public required IConsoleData Data { get; init; }

    public required IDecisionFeed Decisions { get; init; }

    public required ICaseStore Cases { get; init; }

    public required ICaseBoard Board { get; init; }

    public required IKeyStore Keys { get; init; }

    public required IMeterStore Meters { get; init; }

    public required ISessionStore Sessions { get; init; }

    public required ICredentialStore Credentials { get; init; }

    public required IRevokedSignerStore RevokedSigners { get; init; }

    public required IVerdictDays Verdicts { get; init; }

    public required IReportStore Reports { get; init; }

    public required ICostStore Costs { get; init; }

    public required IReportDesk ReportDesk { get; init; }

    public required ICaseDesk Desk { get; init; }

    public required IOrders Orders { get; init; }

    public required IShadows Shadows { get; init; }

    public required IRulings Rulings { get; init; }

    public required IUseCases UseCases { get; init; }

    public required ILedgerEntries Entries { get; init; }

    /// <summary>How the judge model does; gives null where none is asked. Called from any thread.</summary>
    public Func<JudgeView?> Judge { get; init; } = static () => null;

    /// <summary>Who has this token signs in as the first platform engineer; null where nobody does.</summary>
    public ConsoleToken? Token { get; init; }

    public SessionLimits SessionLimits { get; init; } = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));

    /// <summary>Address of the console as people reach it, such as <c>https://concordat.example</c>; null where that is where it listens.</summary>
    public Uri? Address { get; init; }

    /// <summary>Where people sign in with OpenID Connect; null where they do not.</summary>
    public OidcSettings? Oidc { get; init; }

    /// <summary>The proxy that checks client certificates; null where none does.</summary>
    public ProxySettings? Proxy { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
