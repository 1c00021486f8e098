using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis;

/// <summary>All policies under analysis as functions on the requests of one kind.</summary>
internal sealed class EnvironmentModel
{
    private readonly FactTable _facts;
    private readonly Dictionary<Formula, int> _built = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Policy, Formula> _formulas;
    private readonly Dictionary<Policy, int> _functions = [];

    private EnvironmentModel(CedarSchema schema, RequestEnvironment environment, Dictionary<Policy, Formula> formulas, AnalysisBudget budget)
    {
        Environment = environment;
        Diagram = new Diagram(budget);
        Logic = new Logic(Diagram);
        _formulas = formulas;
        _facts = new FactTable(schema, environment, Diagram, Logic);
        foreach (var formula in formulas.Values)
        {
            _facts.Note(formula);
        }

        _facts.Allocate(formulas.Values);
    }

    public RequestEnvironment Environment { get; }

    public Diagram Diagram { get; }

    public Logic Logic { get; }

    public FactTable Facts => _facts;

    /// <summary>Reads policies for one kind of request.</summary>
    /// <param name="schema">Types.</param>
    /// <param name="environment">The kind of request.</param>
    /// <param name="policies">All policies that will be asked about.</param>
    /// <param name="refusals">Receives what is outside the subset.</param>
    /// <param name="budget">What the analysis may spend.</param>
    /// <returns>Null when anything is outside the subset.</returns>
    public static EnvironmentModel? Read(
        CedarSchema schema, RequestEnvironment environment, IEnumerable<Policy> policies, ICollection<CedarDiagnostic> refusals, AnalysisBudget budget)
    {
        var reader = new TestReader(schema, environment);
        var formulas = new Dictionary<Policy, Formula>();
        var isWhole = true;
        foreach (var policy in policies.Distinct())
        {
            try
            {
                formulas.Add(policy, reader.ReadPolicy(policy));
            }
            catch (RefusedPart refused)
            {
                isWhole = false;
                refusals.Add(CedarDiagnostic.Error(
                    AnalysisRefusedException.SubsetCode, policy.File, refused.Span, $"policy `{policy.Id}` {refused.Message}") with
                { PolicyId = policy.Id });
            }
        }

        if (isWhole && CorrelatedEntities.Find(schema, environment, formulas) is { } correlated)
        {
            isWhole = false;
            refusals.Add(correlated);
        }

        return isWhole ? new EnvironmentModel(schema, environment, formulas, budget) : null;
    }

    /// <summary>How a policy comes out: 0 not satisfied, 1 satisfied, 2 error.</summary>
    public int FunctionOf(Policy policy)
    {
        if (!_functions.TryGetValue(policy, out var function))
        {
            _functions.Add(policy, function = Build(_formulas[policy]));
        }

        return function;
    }

    /// <summary>Combinations of cells that some request has, as far as is known; narrowed when a search meets one that none has.</summary>
    public int Possible { get; private set; } = Logic.True;

    /// <summary>A request where a two-valued function is 1, without reasons, or null when there is none.</summary>
    public Witness? Find(int function) => Find(function, out _);

    /// <summary>A request where a two-valued function is 1, or null when there is none.</summary>
    /// <param name="function">Two-valued.</param>
    /// <param name="about">Policies whose facts the reasons tell of.</param>
    public Witness? Find(int function, IEnumerable<Policy> about)
    {
        if (Find(function, out var path) is not { } witness)
        {
            return null;
        }

        var told = PathsOf(about);
        var cube = new CubeExpansion(this, Logic.Without(Possible, function)) { Essential = told }.Expand(path);
        return witness with { Reasons = [.. Describe(cube).Where(condition => told.Contains(condition.Path)).Select(condition => condition.Text)] };
    }

    private Witness? Find(int function, out Cube path)
    {
        while (true)
        {
            var possible = Logic.And(function, Possible);
            path = Cube.PathToTrue(Diagram, possible, _facts.Preferred);
            if (possible == Logic.False)
            {
                return null;
            }

            if (new WitnessBuilder(_facts, path).Build(out var entities, out var conflict) is { } request)
            {
                return new Witness(request, entities, []);
            }

            Possible = Logic.Without(Possible, conflict!.ToDiagram(Diagram));
        }
    }

    /// <summary>What a cube says, one condition a fact.</summary>
    public IEnumerable<RegionCondition> Describe(Cube cube) =>
        _facts.AsRead.Select(domain => domain.ToCondition(cube)).OfType<RegionCondition>();

    /// <summary>The facts that policies read, by their paths.</summary>
    public HashSet<string> PathsOf(IEnumerable<Policy> policies) =>
        [.. policies.SelectMany(policy => FactTable.FactsOf(_formulas[policy])).Select(fact => fact.Path)];

    private int Build(Formula formula)
    {
        AnalysisBudget.CheckStack();
        if (_built.TryGetValue(formula, out var known))
        {
            return known;
        }

        var built = formula switch
        {
            TruthFormula truth => Diagram.Leaf(truth.Value),
            NotFormula not => Logic.Not(Build(not.Part)),
            IfFormula choice => Logic.If(Build(choice.Test), Build(choice.Then), Build(choice.Otherwise)),
            SameFormula same => Logic.Same(Build(same.Left), Build(same.Right)),
            JoinFormula join => BuildJoin(join),
            AtomFormula atom => _facts.Build(atom),
            _ => throw new InvalidOperationException($"{formula.GetType().Name} cannot be built"),
        };
        _built.Add(formula, built);
        return built;
    }

    // From the last part to the first, since the parts further on matter only where those before leave it open.
    private int BuildJoin(JoinFormula join)
    {
        var whole = join.IsAnd ? Logic.True : Logic.False;
        for (var i = join.Members.Length - 1; i >= 0; i--)
        {
            var part = Build(join.Members[i]);
            whole = join.IsAnd ? Logic.And(part, whole) : Logic.Or(part, whole);
        }

        return whole;
    }
}
