using System.Collections.Immutable;
using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Domains;
using Concordat.Cedar.Analysis.Formulas;
using Concordat.Cedar.Types;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis;

/// <summary>The facts that policies read, each with its cells; in the order in which diagrams test them.</summary>
internal sealed class FactTable(CedarSchema schema, RequestEnvironment environment, Diagram diagram, Logic logic)
{
    private readonly Dictionary<Fact, FactDomain> _values = [];
    private readonly Dictionary<Fact, BoolDomain> _presences = [];
    private readonly List<FactDomain> _asRead = [];
    private readonly List<FactDomain> _ordered = [];
    private readonly Dictionary<int, FactDomain> _byVariable = [];
    private readonly HashSet<EntityUid> _named = [];

    public RequestEnvironment Environment => environment;

    public CedarSchema Schema => schema;

    /// <summary>Every domain, presences included, in the order of their variables.</summary>
    public IReadOnlyList<FactDomain> Ordered => _ordered;

    /// <summary>Every domain, presences included, in the order in which policies first read them.</summary>
    public IReadOnlyList<FactDomain> AsRead => _asRead;

    public FactDomain? ValueOf(Fact fact) => _values.GetValueOrDefault(fact);

    public BoolDomain? PresenceOf(Fact fact) => _presences.GetValueOrDefault(fact);

    public bool IsPresence(FactDomain domain) => _presences.GetValueOrDefault(domain.Fact) == domain;

    public IEnumerable<int> Preferred(int variable) => _byVariable[variable].Preferred(variable);

    /// <summary>Whether some policy names that entity.</summary>
    public bool IsNamed(string type, string id) => _named.Contains(new EntityUid(type, id));

    public void Note(Formula formula)
    {
        foreach (var atom in AtomsOf(formula))
        {
            NotePresence(atom.Fact);
            NoteEntity(atom.Test);
            if (atom.Test is FactTest.Below)
            {
                AddPresence(atom.Fact);
            }

            if (atom.Test is not (FactTest.Reached or FactTest.Present))
            {
                Domain(atom.Fact).Note(atom.Test);
            }
        }
    }

    public static IEnumerable<Fact> FactsOf(Formula formula) => AtomsOf(formula).Select(atom => atom.Fact);

    private static IEnumerable<AtomFormula> AtomsOf(Formula formula)
    {
        var open = new Stack<Formula>([formula]);
        while (open.TryPop(out var next))
        {
            if (next is AtomFormula atom)
            {
                yield return atom;
            }

            foreach (var part in next.Parts.Reverse())
            {
                open.Push(part);
            }
        }
    }

    /// <summary>Gives the facts their variables, those that are read together next to each other.</summary>
    public void Allocate(IEnumerable<Formula> policies)
    {
        Arrange([.. policies.Select(policy => FactsOf(policy).ToHashSet())]);
        foreach (var domain in _ordered)
        {
            domain.Allocate(diagram);
            foreach (var variable in domain.Variables)
            {
                _byVariable.Add(variable, domain);
            }
        }
    }

    private void Arrange(IReadOnlyList<HashSet<Fact>> policies)
    {
        // A value follows its presence.
        var facts = _asRead.Select(domain => domain.Fact).Distinct().ToArray();
        var read = policies.Select(policy => Enumerable.Range(0, facts.Length).Where(i => policy.Contains(facts[i])).ToArray()).Where(policy => policy.Length > 0);
        var order = FactOrder.Arrange(facts.Length, [.. read]);
        _ordered.AddRange(order.SelectMany(i => _asRead.Where(domain => domain.Fact.Equals(facts[i])).OrderBy(domain => !IsPresence(domain))));
    }

    public int Build(AtomFormula atom)
    {
        var fact = atom.Fact;
        switch (atom.Test)
        {
            case FactTest.Reached:
                return Reached(fact);
            case FactTest.Present:
                var present = fact.IsRequired ? Logic.True : _presences[fact].Build(diagram);
                return fact.Holder is { IsRequestEntity: true } entity
                    ? logic.And(_presences[entity].Build(diagram), present)
                    : logic.And(Reached(fact.Holder!), present);
            case FactTest.Below:
                return logic.And(_presences[fact].Build(diagram), _values[fact].Build(diagram, atom.Test));
            default:
                return logic.And(Reached(fact), _values[fact].Build(diagram, atom.Test));
        }
    }

    // True where every holder on the way is there, elsewhere an error.
    private int Reached(Fact fact)
    {
        var whole = Logic.True;
        for (var at = fact; at.Holder is { } holder; at = holder)
        {
            if (!at.IsRequired)
            {
                whole = logic.And(OrError(_presences[at]), whole);
            }

            if (holder.IsRequestEntity)
            {
                whole = logic.And(OrError(_presences[holder]), whole);
            }
        }

        return whole;
    }

    private int OrError(BoolDomain presence) => diagram.Map(presence.Build(diagram), value => value == Logic.TrueValue ? value : Logic.ErrorValue);

    private void NoteEntity(FactTest test)
    {
        if (test is FactTest.Below below)
        {
            _named.Add(below.Ancestor);
        }
        else if (test is FactTest.Is { Value.Kind: CedarValueKind.Entity } one)
        {
            _named.Add(one.Value.AsEntity);
        }
    }

    private void NotePresence(Fact fact)
    {
        if (fact.Holder is not { } holder)
        {
            return;
        }

        NotePresence(holder);
        if (holder.IsRequestEntity)
        {
            AddPresence(holder);
        }

        if (!fact.IsRequired)
        {
            AddPresence(fact);
        }
    }

    private void AddPresence(Fact fact)
    {
        if (!_presences.ContainsKey(fact))
        {
            var domain = fact.Holder is null ? BoolDomain.OfExistence(fact, RequiredAttribute((EntityType)fact.Type)) : BoolDomain.OfPresence(fact);
            _presences.Add(fact, domain);
            _asRead.Add(domain);
        }
    }

    private FactDomain Domain(Fact fact)
    {
        if (!_values.TryGetValue(fact, out var domain))
        {
            domain = fact.Type switch
            {
                BoolType => BoolDomain.OfValue(fact),
                LongType => new RangeDomain(fact),
                StringType => new TextDomain(fact),
                EntityType entity => new EntityDomain(fact, entity.Name, Comparison.Choices(entity, schema)),
                SetType set => new SetDomain(fact, set.Element, AllOf(set.Element)),
                _ => throw new InvalidOperationException($"{fact.Path} has no cells"),
            };
            _values.Add(fact, domain);
            _asRead.Add(domain);
        }

        return domain;
    }

    private string? RequiredAttribute(EntityType type) => schema.EntityTypes.TryGetValue(type.Name, out var declared)
        ? declared.Attributes.Attributes.FirstOrDefault(pair => pair.Value.IsRequired).Key
        : null;

    private ImmutableArray<CedarValue> AllOf(CedarType element) => element switch
    {
        BoolType => [CedarValue.FromBool(false), CedarValue.FromBool(true)],
        EntityType entity when Comparison.Choices(entity, schema) is { IsDefault: false } choices =>
            [.. choices.Select(id => CedarValue.FromEntity(new EntityUid(entity.Name, id)))],
        _ => default,
    };
}
