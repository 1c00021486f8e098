using System.Text.RegularExpressions;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed partial class BaseAgreementTests
{
    [Fact]
    public void Nothing_is_found_in_it() => Assert.Empty(AgreementLint.Check(BaseFolder.Source, Parties.Now));

    [Fact]
    public void It_is_inside_the_binaries_as_it_is_in_the_repository()
    {
        foreach (var file in AgreementSource.Files)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(BaseFolder.Path, file)), BaseAgreement.ReadText(file));
        }
    }

    [Fact]
    public void Writing_it_out_gives_the_same_agreement()
    {
        using var folder = new TemporaryFolder();

        var read = AgreementSource.Read(folder.WithBase());

        Assert.True(read.IsRead);
        Assert.Equal(AgreementPayload.Build(BaseFolder.Source), AgreementPayload.Build(read.Source));
    }

    [Fact]
    public void Writing_it_out_overwrites_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.WithBase();

        Assert.Throws<IOException>(() => BaseAgreement.WriteTo(path));
    }

    [Fact]
    public void The_guide_to_the_facts_lists_each_fact_with_exactly_the_clauses_that_read_it()
    {
        var rows = FactRow().Matches(BaseFolder.Source.FactsGuide);
        var guide = rows.ToDictionary(row => row.Groups["fact"].Value, row => row.Groups["clauses"].Value);

        foreach (var fact in FactSheet.Names())
        {
            var readers = BaseFolder.Model.Clauses.Where(clause => clause.Facts.Contains(fact)).Select(clause => clause.Id).Order().Select(id => id.ToString());
            Assert.Equal($"{fact}: {string.Join(", ", readers.DefaultIfEmpty("none"))}", $"{fact}: {guide[fact]}");
        }

        Assert.Equal(FactSheet.Names().Order(StringComparer.Ordinal), guide.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_schema_explains_and_names_exactly_the_facts_of_the_baseline()
    {
        var names = FactSheet.Names().Select(name => name.Split('.')[^1]).ToHashSet();
        var attributes = Attribute().Matches(BaseFolder.Source.Schema).Select(match => match.Groups["name"].Value)
            .Except(["useCase", "sources", "persons", "meters", "label", "topics", "content", "tool", "deployment", "order", "principal", "resource", "context"]);

        Assert.Equal(names.Order(StringComparer.Ordinal), attributes.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_uses_neither_arithmetic_nor_words_that_name_a_state_of_mind()
    {
        Assert.DoesNotContain("intention", BaseFolder.Source.Clauses, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("unconstrained", BaseFolder.Source.Clauses, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_because_is_a_sentence_for_people()
    {
        foreach (var clause in BaseFolder.Model.Clauses)
        {
            foreach (var words in (string[])[clause.Because, clause.WouldChange])
            {
                Assert.True(char.IsLower(words[0]) && !words.EndsWith('.') && words.Length > 10, $"{clause.Id}: {words}");
            }
        }
    }

    [GeneratedRegex(@"^\| `(?<fact>[A-Za-z.]+)` \|.* \| (?<clauses>[0-9., ]+|none) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FactRow();

    [GeneratedRegex(@"^    (?<name>[a-zA-Z]+): ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();
}
