using System.Collections.Immutable;
using AngleSharp.Dom;
using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Console.Terms;
using Concordat.Console.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Console.Tests;

public sealed class TermsPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concordat-terms-");
    private readonly SigningKey _department = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static AgreementSource InForce => Instance("aurora", "Aurora AI");

    private TrustedParty[] Parties => [new TrustedParty("Department of Examples", "department", _department.PublicKey)];

    public void Dispose()
    {
        _department.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_page_states_what_the_agreement_publishes_with_remedies_and_authorities()
    {
        await using var host = await ConsoleHost.StartAsync();
        var terms = host.Data.Terms;

        var page = await host.PageAsync("/console/terms");

        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains(terms.Hash, text, StringComparison.Ordinal);
        Assert.Contains(terms.Statement!.Agreement, text, StringComparison.Ordinal);
        Assert.Contains("No other vendor's instance is known here", text, StringComparison.Ordinal);
        Assert.Equal(terms.Clauses.Count, page.QuerySelectorAll(".provision .clause").Length);
        Assert.Equal(terms.Authorities.Count, page.QuerySelectorAll("tbody tr").Length);
        var weapons = page.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("3000.09", StringComparison.Ordinal));
        Assert.Contains("2023-01-25: 3.1", weapons.TextContent, StringComparison.Ordinal);
        Assert.Contains("3000.09", page.GetElementById("clause-3.1")!.QuerySelector(".authorities")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_parties_withhold_is_not_on_the_page_not_even_by_the_law_that_it_rests_on()
    {
        await using var host = await ConsoleHost.StartAsync();
        var source = FakeConsoleData.BaseSource;
        host.Data.Terms = TermsView.Of(source with { Metadata = source.Metadata with { Withheld = ["3"] } });

        var page = await host.PageAsync("/console/terms");

        Assert.Contains("Article 3. (withheld)", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.GetElementById("clause-3.1"));
        Assert.All(page.QuerySelectorAll(".clause, tbody tr"), part => Assert.DoesNotContain("3000.09", part.TextContent, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"(?<![\d.])3\.[1-9]", page.QuerySelector("table")!.TextContent);
    }

    [Fact]
    public async Task An_instance_that_differs_in_names_alone_is_proven_to_have_equal_terms()
    {
        var card = await CardAsync(Signed("borealis.json", Instance("borealis", "Borealis Labs")));

        Assert.Contains("equal terms", card.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Every request is decided alike, for all facts: proven", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("vendor: Aurora AI", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("Borealis Labs", card.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Department of Examples", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_decides_otherwise_shows_a_request_that_is_decided_otherwise()
    {
        var other = Instance("borealis", "Borealis Labs");
        var card = await CardAsync(Signed("borealis.json", other with { Clauses = other.Clauses.Replace("context.persons.inWindow > 100", "context.persons.inWindow > 120", StringComparison.Ordinal) }));

        Assert.Contains("other terms", card.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("in force here, permitted there", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("proven", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_a_withheld_clause_of_another_vendor_differs_is_not_told()
    {
        var other = Instance("borealis", "Borealis Labs");
        other = other with
        {
            Metadata = other.Metadata with { Withheld = ["2"] },
            Clauses = other.Clauses.Replace("context.persons.inWindow > 100", "context.persons.inWindow > 120", StringComparison.Ordinal),
            Prose = other.Prose.Replace("100 distinct", "120 distinct", StringComparison.Ordinal),
        };
        var card = await CardAsync(Signed("borealis.json", other));

        Assert.Contains("other terms", card.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("how it differs is not told here", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("120", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("in force here", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_without_its_folder()
    {
        var broken = Path.Combine(_folder.FullName, "broken.json");
        await File.WriteAllTextAsync(broken, "<script>", Cancellation);
        foreach (var file in new[] { broken, Path.Combine(_folder.FullName, "missing.json") })
        {
            var card = await CardAsync(file);
            Assert.Contains("not compared", card.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
            Assert.Contains(Path.GetFileName(file), card.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(_folder.FullName, card.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pair_of_texts_is_compared_once_however_often_the_configuration_is_loaded()
    {
        var file = Signed("borealis.json", Instance("borealis", "Borealis Labs"));
        var comparisons = new InstanceComparisons(_time, Cancellation);
        comparisons.Compare(InForce, "a", [file], Parties);
        await comparisons.SettleAsync();
        var first = comparisons.Current[0].Report;
        Assert.NotNull(first);

        comparisons.Compare(InForce, "a", [file, file], Parties);
        Assert.All(comparisons.Current, each => Assert.Same(first, each.Report));

        comparisons.Compare(InForce, "b", [file], Parties);
        await comparisons.SettleAsync();
        Assert.NotSame(first, comparisons.Current[0].Report);
    }

    [Fact]
    public async Task What_is_under_way_when_the_process_ends_is_ended_and_never_told_as_equal()
    {
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        var comparisons = new InstanceComparisons(_time, ended.Token);
        comparisons.Compare(InForce, "a", [Signed("borealis.json", Instance("borealis", "Borealis Labs"))], Parties);
        await comparisons.SettleAsync();

        Assert.Null(comparisons.Current[0].Report);
        Assert.NotNull(comparisons.Current[0].Fault);
    }

    private static AgreementSource Instance(string id, string vendor)
    {
        var source = FakeConsoleData.BaseSource;
        return source with
        {
            Metadata = source.Metadata with
            {
                Id = $"base-{id}",
                Names = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("department", ["Department of Examples"]).Add("vendor", [vendor]),
            },
        };
    }

    private async Task<IElement> CardAsync(string file)
    {
        var comparisons = new InstanceComparisons(_time, Cancellation);
        comparisons.Compare(InForce, "a", [file], Parties);
        await comparisons.SettleAsync();
        await using var host = await ConsoleHost.StartAsync();
        host.Data.Instances = comparisons.Current;
        return (await host.PageAsync("/console/terms")).QuerySelector(".instance")!;
    }

    private string Signed(string name, AgreementSource source)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, DsseEnvelope.Create(AgreementPayload.MediaType, AgreementPayload.Build(source)).Sign(_department).ToJson());
        return path;
    }
}
