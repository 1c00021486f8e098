using BenchmarkDotNet.Attributes;
using Concordat.Agreements;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Safeguards.Model;

namespace Concordat.Benchmarks;

/// <summary>One decision of the whole base agreement, with the facts bound before and with binding them each time.</summary>
[MemoryDiagnoser]
public class DecideBenchmarks
{
    private readonly Agreement _agreement = Samples.Agreement();
    private readonly Facts _facts = Samples.Facts();
    private readonly CedarRequest _request = Samples.CedarRequest(FactsBinding.Bind(Samples.Facts()));
    private readonly CedarValue _useCase = FactsBinding.UseCase(Samples.Facts().UseCase);
    private readonly CedarValue _deployment = FactsBinding.Deployment(Samples.Facts().Deployment);

    [Benchmark]
    public VerdictKind Decide() => _agreement.Decide(_request).Kind;

    [Benchmark]
    public VerdictKind BindAndDecide() =>
        _agreement.Decide(_request with { Context = FactsBinding.Bind(_facts, _useCase, _deployment) }).Kind;
}
