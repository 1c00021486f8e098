using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Console.Terms;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;

namespace Concordat.Console.Tests.Kit;

/// <summary>A small agreement and what stands around it.</summary>
internal sealed class FakeConsoleData : IConsoleData
{
    public const string Prose =
        """
        # Agreement of the test

        ## Preamble

        Both hold that **some uses** are *not to be made*, whatever `<b>markup</b>` says.

        ## Article 1. Scope

        ### 1.1 Lawful use

        The Department may use the systems for all lawful purposes.

        - first
        - second

        ### 1.2 Who judges (undertaking)

        The Department judges.

        ## Article 3. Force

        ### 3.1 Every effect of force needs a person

        No model directs a weapon.
        """;

    /// <summary>The base agreement, whose texts can be compared.</summary>
    public static AgreementSource BaseSource { get; } = ReadBase();

    public static TermsView BaseTerms { get; } = TermsView.Of(BaseSource);

    public DateTimeOffset Started { get; } = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public AgreementView Agreement { get; set; } = new(
        "Agreement of the test",
        "1.0.0",
        new string('a', 64),
        new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
        null,
        [new PartyView("Demo Department", "department", new string('d', 64)), new PartyView("Demo Vendor", "vendor", new string('e', 64))],
        Prose,
        [
            new ClauseView(
                "1.1", "Lawful use", "refuse", false, true, "outside the scope", "register the use case", [], "permit (principal, action, resource);"),
            new ClauseView(
                "3.1",
                "Every effect of force needs a person",
                "authorize",
                true,
                false,
                "the tool applies force",
                "an authorization of exactly this call",
                [
                    new AuthorityView("Autonomy in Weapon Systems", "DoDD 3000.09", "2023-01-25", "https://www.esd.whs.mil/x.pdf"),
                    new AuthorityView("A trap", "Trap 1", null, "javascript:alert(1)"),
                ],
                "forbid (principal, action, resource)\nwhen { context.tool.effect == \"force\" };"),
            new ClauseView(
                "9.9", "Without prose", "ruling", false, false, "nobody wrote it down", "write it down", [], "forbid (principal, action, resource);"),
        ]);

    public AgreementSource Source { get; set; } = BaseSource;

    public TermsView Terms { get; set; } = BaseTerms;

    public IReadOnlyList<InstanceView> Instances { get; set; } = [];

    public IReadOnlyList<TrustedParty> Parties { get; set; } = [];

    public LedgerView Ledger { get; set; } = new("demo.example/ledger", 12_345, "demo.example/ledger+0123+key", "./data/ledger", Healthy: true);

    public int DeploymentCount => Deployments.Count;

    public IReadOnlyList<DeploymentView> Deployments { get; set; } =
        [new DeploymentView("sandbox-1", "sandbox", "Demo Vendor", "demo-net", "cloud", "A0", Verified: false)];

    public IReadOnlyList<Person> People { get; set; } = [];

    public ApproverBook Book { get; set; } = new([], null, null, new CredentialSeal(new byte[CredentialSeal.KeySize]));

    public IReadOnlyList<UseCaseView> UseCases { get; } =
    [
        new UseCaseView("radar-maintenance", "Plan the maintenance of radars", "Demo Wing", "Lt. Col. A. Example", ["maintenance"], "general", Suspended: false),
        new UseCaseView("old-case", "Ended", "Demo Wing", "Nobody", [], "not-ready", Suspended: true),
    ];

    private static AgreementSource ReadBase()
    {
        var folder = Directory.CreateTempSubdirectory("concordat-base-");
        BaseAgreement.WriteTo(folder.FullName);
        var source = AgreementSource.Read(folder.FullName).Source!;
        folder.Delete(recursive: true);
        return source;
    }
}
