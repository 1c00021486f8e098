using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Console.Access;
using Concordat.Console.Terms;
using Concordat.Oversight.Grants;

namespace Concordat.Console.Data;

/// <summary>What the console shows of the running gateway; each property is the state now.</summary>
/// <remarks>Implemented by the executable. Thread-safe, cheap, and without I/O: a page may read each several times.</remarks>
public interface IConsoleData
{
    DateTimeOffset Started { get; }

    /// <summary>The agreement in force.</summary>
    AgreementView Agreement { get; }

    /// <summary>The texts of the agreement in force.</summary>
    AgreementSource Source { get; }

    /// <summary>What the agreement in force publishes.</summary>
    TermsView Terms { get; }

    /// <summary>Other vendors' instances of it, each compared or being compared.</summary>
    IReadOnlyList<InstanceView> Instances { get; }

    /// <summary>Whose signatures on an agreement count.</summary>
    IReadOnlyList<TrustedParty> Parties { get; }

    LedgerView Ledger { get; }

    /// <summary>How many deployments of models are registered.</summary>
    int DeploymentCount { get; }

    IReadOnlyList<DeploymentView> Deployments { get; }

    IReadOnlyList<UseCaseView> UseCases { get; }

    /// <summary>Who may sign in.</summary>
    IReadOnlyList<Person> People { get; }

    /// <summary>Whose hardware keys sign, and for which pages.</summary>
    ApproverBook Book { get; }
}
