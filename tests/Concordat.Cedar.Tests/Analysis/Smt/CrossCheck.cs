using System.Globalization;
using System.Text;
using Concordat.Cedar.Analysis;

namespace Concordat.Cedar.Tests.Analysis.Smt;

/// <summary>Asks the analysis and z3 the same questions about a pair of policy sets, and compares.</summary>
internal sealed class CrossCheck
{
    public static readonly CedarSchema Schema = CedarSchema.Parse(RandomPolicies.SchemaText);

    /// <summary>As agreements decide: an error or a refusing clause refuses, another clause holds, and what nothing permits is refused.</summary>
    public static readonly OutcomeRule<string> Verdict = OutcomeRules.Fold<(bool Permitted, bool Held, bool Refused), string>(
        default,
        (state, policy, kind) => kind == PolicyOutcomeKind.NotSatisfied || state.Refused ? state
            : kind == PolicyOutcomeKind.Error || (policy.Effect == Effect.Forbid && policy.Annotations["remedy"] == "refuse") ? (false, false, true)
            : policy.Effect == Effect.Permit ? state with { Permitted = true } : state with { Held = true },
        state => state.Refused || !state.Permitted ? "refuse" : state.Held ? "hold" : "permit");

    private readonly PolicySet _a;
    private readonly PolicySet _b;
    private readonly Policy _condition;
    private readonly string _about;
    private PolicyDiff<Decision> _diff = new([], IsTruncated: false);
    private readonly List<(string Question, bool Expected)> _questions = [];
    private readonly List<List<string>> _asked = [];

    public CrossCheck(int seed, CancellationToken cancel)
    {
        var random = new RandomPolicies(seed);
        var (a, b) = random.Pair();
        var condition = random.Test(2);
        _a = PolicySet.Parse(a);
        _b = PolicySet.Parse(b);
        _condition = RequestCondition.Parse(condition);
        _about = $"seed {seed}\n{a}\n---\n{b}\n--- condition\n{condition}";
        Prove(cancel);
        Write(seed);
    }

    /// <summary>The questions in SMT-LIB, one answer each.</summary>
    public string Script { get; private set; } = "";

    public int Count => _questions.Count;

    /// <summary>How many questions have the answer yes, so that a request shows it.</summary>
    public int Shown => _questions.Count(question => question.Expected);

    /// <summary>Questions that z3 gave up on within two seconds; about one in two thousand, more on a busy machine.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Questions that z3 answers otherwise.</summary>
    public IEnumerable<string> Disagreements(Queue<string> answers)
    {
        var found = _questions.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        foreach (var asked in _asked)
        {
            for (var i = 0; i < asked.Count; i++)
            {
                found[i].Add(answers.Dequeue());
            }
        }

        for (var i = 0; i < found.Length; i++)
        {
            if (found[i].Contains("unknown") && !found[i].Contains("sat"))
            {
                Unanswered++;
            }
            else if (found[i].Contains("sat") != _questions[i].Expected)
            {
                yield return $"{_questions[i].Question}: the analysis says {_questions[i].Expected}, z3 {string.Join(", ", found[i])}\n{_about}\n--- regions\n{string.Join('\n', _diff.Regions)}";
            }
        }
    }

    private void Prove(CancellationToken cancel)
    {
        var analyzer = new PolicyAnalyzer(Schema);
        Expect("b allows more", !analyzer.Subsumes(_a, _b, cancel).Holds);
        Expect("a allows more", !analyzer.Subsumes(_b, _a, cancel).Holds);
        Expect("a allows something", !analyzer.AlwaysDenies(_a, cancel).Holds);
        Expect("a allows something on the condition", !analyzer.NeverAllows(_a, _condition, cancel).Holds);
        Expect("verdicts differ", !analyzer.Equivalent(_a, _b, Verdict, cancel).Holds);
        var findings = analyzer.Findings(_a, cancel).ToLookup(finding => finding.Policy);
        foreach (var policy in _a.Policies)
        {
            var kinds = findings[policy].Select(finding => finding.Kind).ToHashSet();
            var isDead = kinds.Contains(PolicyFindingKind.Dead);
            Expect($"{policy.Id} errs", kinds.Contains(PolicyFindingKind.CanErr));
            Expect($"{policy.Id} is satisfied", !isDead);
            Expect($"{policy.Id} is needed", !isDead && !kinds.Contains(PolicyFindingKind.Shadowed));
            Expect($"{policy.Id} is not satisfied within its scope", policy.Conditions.IsEmpty ? false : isDead ? null : !kinds.Contains(PolicyFindingKind.Vacuous));
        }

        _diff = analyzer.Diff(_a, _b, cancel);
        Assert.Equal(_questions[0].Expected, _diff.Regions.Any(region => region.To == Decision.Allow));
        Assert.Equal(_questions[1].Expected, _diff.Regions.Any(region => region.To == Decision.Deny));
        Expect("something newly allowed is outside the regions", _diff.IsTruncated ? null : false);
        Expect("something newly denied is outside the regions", _diff.IsTruncated ? null : false);
        Expect("something in a region does not change", _diff.Regions.Any(region => region.HasUnchanged) ? null : false);
    }

    // A question that the analysis does not answer for a dead policy is not asked.
    private void Expect(string question, bool? expected)
    {
        if (expected is { } known)
        {
            _questions.Add((question, known));
        }
    }

    private void Write(int seed)
    {
        var script = new StringBuilder();
        foreach (var action in Schema.Actions.Values.Where(action => action.Principals.Length > 0))
        {
            var encoding = new SmtEncoding(Schema, action, action.Principals[0], action.Resources[0]);
            var names = _a.Policies.ToDictionary(policy => policy, policy => "a" + policy.Id);
            var definitions = new StringBuilder();
            foreach (var (policy, name) in names.Concat(_b.Policies.Select(policy => KeyValuePair.Create(policy, "b" + policy.Id))).Append(KeyValuePair.Create(_condition, "condition")))
            {
                var (holds, errs) = encoding.Policy(policy);
                definitions.Append(CultureInfo.InvariantCulture, $"(define-fun {name} () Bool {holds})\n(define-fun {name}-errs () Bool {errs})\n");
                definitions.Append(CultureInfo.InvariantCulture, $"(define-fun {name}-scope () Bool {encoding.Policy(policy, scopeOnly: true).Holds})\n");
            }

            var environment = new AnalysisEnvironment(action.Uid, action.Principals[0], action.Resources[0]);
            var asked = Questions(decision => Regions(encoding, environment, decision)).ToList();
            Assert.Equal(_questions.Count, asked.Count);
            _asked.Add(asked);
            script.Append(CultureInfo.InvariantCulture, $"(reset)\n(set-option :timeout 2000)\n; {seed}\n{encoding.Declarations}{definitions}");
            foreach (var question in asked)
            {
                script.Append(CultureInfo.InvariantCulture, $"(push)\n(assert {question})\n(check-sat)\n(pop)\n");
            }
        }

        Script = script.ToString();
    }

    // The regions of a kind of request as one formula, written from their Cedar form.
    private string Regions(SmtEncoding encoding, AnalysisEnvironment environment, Decision to) =>
        $"(or false {string.Join(' ', _diff.Regions.Where(region => region.To == to && region.Environments.Contains(environment)).Select(region => Region(encoding, region)))})";

    private static string Region(SmtEncoding encoding, DiffRegion<Decision> region)
    {
        string Write(IEnumerable<RegionCondition> conditions) =>
            encoding.Policy(RequestCondition.Parse(string.Join(" && ", conditions.Select(condition => condition.Cedar).Prepend("true")))).Holds;
        return $"(and {Write(region.Conditions)} {string.Concat(region.Exceptions.Select(exception => $" (not {Write(exception)})"))})";
    }

    private IEnumerable<string> Questions(Func<Decision, string> regions)
    {
        var (inA, inB) = (Allowed(_a, "a"), Allowed(_b, "b"));
        yield return $"(and {inB} (not {inA}))";
        yield return $"(and {inA} (not {inB}))";
        yield return inA;
        yield return $"(and {inA} condition)";
        yield return $"(or (not (= {Refused(_a, "a")} {Refused(_b, "b")})) (not (= {Held(_a, "a")} {Held(_b, "b")})))";
        foreach (var policy in _a.Policies)
        {
            yield return $"a{policy.Id}-errs";
            yield return $"a{policy.Id}";
            yield return $"(not (= {inA} {Allowed(PolicySet.Of(_a.Policies.Remove(policy)), "a")}))";
            if (_questions.Any(question => question.Question == $"{policy.Id} is not satisfied within its scope"))
            {
                yield return policy.Conditions.IsEmpty ? "false" : $"(and a{policy.Id}-scope (not a{policy.Id}))";
            }
        }

        var (allowed, denied) = (regions(Decision.Allow), regions(Decision.Deny));
        if (!_diff.IsTruncated)
        {
            yield return $"(and {inB} (not {inA}) (not {allowed}))";
            yield return $"(and {inA} (not {inB}) (not {denied}))";
        }

        if (!_diff.Regions.Any(region => region.HasUnchanged))
        {
            yield return $"(or (and {allowed} (not (and {inB} (not {inA})))) (and {denied} (not (and {inA} (not {inB})))))";
        }
    }

    private static string Allowed(PolicySet set, string prefix) =>
        $"(and {Some(set, prefix, policy => policy.Effect == Effect.Permit)} (not {Some(set, prefix, policy => policy.Effect == Effect.Forbid)}))";

    private static string Refused(PolicySet set, string prefix) =>
        $"(or (not {Some(set, prefix, policy => policy.Effect == Effect.Permit)}) {Some(set, prefix, policy => policy.Effect == Effect.Forbid && policy.Annotations["remedy"] == "refuse")}"
        + $" {string.Concat(set.Policies.Select(policy => $" {prefix}{policy.Id}-errs"))})";

    private static string Held(PolicySet set, string prefix) =>
        $"(and (not {Refused(set, prefix)}) {Some(set, prefix, policy => policy.Effect == Effect.Forbid)})";

    private static string Some(PolicySet set, string prefix, Func<Policy, bool> chosen) =>
        $"(or false {string.Join(' ', set.Policies.Where(chosen).Select(policy => prefix + policy.Id))})";
}
