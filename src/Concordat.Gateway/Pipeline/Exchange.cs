using System.Collections.Immutable;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Provenance;
using Concordat.Gateway.Readiness;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Shadow;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Keys;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Pipeline;

/// <summary>One request on its way; each stage adds what it found. Not thread-safe, lives as long as the HTTP exchange.</summary>
internal sealed class Exchange(HttpContext http, Dialect dialect, GatewayModel model, ApiKeyRecord key, Guid id, DateTimeOffset began)
{
    public HttpContext Http { get; } = http;

    public Dialect Dialect { get; } = dialect;

    public GatewayModel Model { get; } = model;

    public ApiKeyRecord Key { get; } = key;

    public Guid Id { get; } = id;

    public DateTimeOffset Began { get; } = began;

    /// <summary>Salt of every commitment of this exchange.</summary>
    public byte[] Salt { get; } = new byte[Recording.Commitments.Size];

    public UseCaseModel UseCase { get; set; } = null!;

    /// <summary>The use case as it is registered, before its stage with the model of this exchange is known.</summary>
    public UseCaseModel Registered { get; set; } = null!;

    /// <summary>How far use cases had been let out when it began.</summary>
    public ReadinessInForce Readiness { get; set; } = ReadinessInForce.None;

    /// <summary>The orders that it goes by from its first decision to its last byte: a new one never splits a request.</summary>
    public OrdersInForce Orders { get; set; } = OrdersInForce.None;

    /// <summary>Where orders in force are known; null for what goes by those of another exchange.</summary>
    public OrderWatch? Watch { get; init; }

    /// <summary>Goes by the orders of this moment, while nothing has been sent: a body or people may have been waited for.</summary>
    /// <exception cref="OversightUnavailableException">They cannot be known.</exception>
    public void TakeOrders()
    {
        if (Watch is { } watch)
        {
            Orders = watch.Fault is null ? watch.Current : throw new OversightUnavailableException("the orders cannot be known now");
            UseCase = UseCase.When(Orders.IsSuspended(UseCase.Id));
        }
    }

    /// <summary>The standing rulings as they were when it began; each ends with its own date all the same.</summary>
    public RulingsInForce Rulings { get; set; } = RulingsInForce.None;

    /// <summary>Id of the preflight certificate that stands for its use case, or none.</summary>
    public string? Certificate { get; set; }

    /// <summary>Whether the term of continuity speaks of it: its use case is certified, or is being so.</summary>
    public bool IsCertified => Certificate is not null || IsOfSuite;

    /// <summary>Whether it is a request of a suite that is being certified.</summary>
    public bool IsOfSuite { get; init; }

    /// <summary>What it goes on in spite of.</summary>
    public Notices Notices { get; } = new();

    public ReadOnlyMemory<byte> Body { get; set; }

    public DialectRequest Request { get; } = new();

    public Findings Findings { get; set; } = null!;

    public SourceFacts Sources { get; set; } = SourceRegistry.Undeclared;

    /// <summary>What the meters show, this exchange included.</summary>
    public Metered Metered { get; set; } = Metered.Nothing;

    /// <summary>The persons that this exchange has counted in, so that none of them is counted again.</summary>
    public HashSet<(PersonKind Kind, string Value)> Counted { get; } = [];

    /// <summary>How many of the calls of its answer were counted: each once, however often it is decided.</summary>
    public int CallsCounted { get; set; }

    public ToolFacts OfferedTools { get; set; } = null!;

    /// <summary>The data sources that platforms signed for.</summary>
    public ImmutableArray<AttestedSource> Provenance { get; set; } = [];

    /// <summary>What a judge said about the request; null where none was to be asked.</summary>
    public Judgement? Judgement { get; set; }

    /// <summary>What a judge said about the answer so far; null where none was to be asked.</summary>
    public Judgement? AnswerJudgement { get; set; }

    public ModelRoute Route { get; set; } = null!;

    public DeploymentModel Deployment { get; set; } = null!;

    /// <summary>From sending the request to the first byte of its answer.</summary>
    public TimeSpan FirstByte { get; set; }

    /// <summary>What the answer is compared by, where a copy of the request goes to a candidate; null as a rule.</summary>
    public AnswerSummary? Answer { get; set; }

    /// <summary>Hash of the conversation that should stay with one deployment; null where none was named.</summary>
    public ulong? Conversation { get; set; }

    /// <summary>Whether the conversation is with its own deployment; null where none was named.</summary>
    public bool? IsAtHome { get; set; }

    /// <summary>The cases that a resubmission names; several where more than one thing is held.</summary>
    public List<CaseId> Cases { get; } = [];

    /// <summary>Their ids, separated by commas; null where none is named.</summary>
    public string? Case => Cases.Count == 0 ? null : string.Join(", ", Cases);

    /// <summary>Grants that let something through, and are used up when all of it is known to go: none is used in vain.</summary>
    public List<(GrantUse Use, DateTimeOffset Until)> Granted { get; } = [];

    /// <summary>How long the client waits for people where the request is held.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>The grants that let something through in this exchange; they are used up by then.</summary>
    public List<GrantUse> Uses { get; } = [];

    /// <summary>Whether who carries out the call is given the grant that lets it through.</summary>
    public bool PassesGrant { get; set; }

    /// <summary>That grant, where people gave one for the call.</summary>
    public ReadOnlyMemory<byte> Grant { get; set; }

    /// <summary>What ends a step: a client that goes away, but not between the use of a grant and its entry.</summary>
    public CancellationToken Until(CancellationToken aborted) => Uses.Exists(static use => !use.IsRecorded) ? CancellationToken.None : aborted;

    /// <summary>Ledger index of the newest entry about this exchange, -1 before the first.</summary>
    public long Entry { get; set; } = -1;

    /// <summary>Placeholders that stand in the answer for identifiers of persons.</summary>
    public int Masked { get; set; }

    /// <summary>What came of the exchange is in the ledger.</summary>
    public bool HasOutcome { get; set; }

    /// <summary>The facts of the newest decision on the request.</summary>
    public Facts? DecidedFacts { get; set; }

    /// <summary>Length of the body, known after it is gone.</summary>
    public long BodyBytes { get; set; }

    /// <summary>What it has reserved of budgets; null where it is under none.</summary>
    public Spending? Spending { get; set; }

    /// <summary>What was left of budgets when it began; null where it is under none.</summary>
    public RateLimits? RateLimits { get; set; }

    /// <summary>The budget that refused it.</summary>
    public string? RefusedBy { get; set; }

    /// <summary>What it used; null before an answer has come.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>A provider has seen it and may have used something.</summary>
    public bool MayHaveUsed { get; set; }

    /// <summary>The gateway asked for counts of tokens that the client did not ask for, and keeps them to itself.</summary>
    public bool HidesCounts { get; set; }

    /// <summary>Ledger index of the decision that let the request out.</summary>
    public long DecisionEntry { get; set; } = -1;

    /// <summary>Counts it against the limits of a trial, where its use case is in one.</summary>
    /// <returns>Why it may not go on; null where it may.</returns>
    public ValueTask<GatewayError?> TakePartAsync(string model, CancellationToken cancellation) => Readiness.TakeAsync(Registered ?? UseCase, model, Key.Id, cancellation);
}
