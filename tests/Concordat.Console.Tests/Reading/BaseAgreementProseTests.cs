using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Console.Reading;

namespace Concordat.Console.Tests.Reading;

public sealed class BaseAgreementProseTests
{
    private static readonly string Prose = BaseAgreement.ReadText(AgreementSource.ProseFile);

    [Fact]
    public void Every_clause_of_the_shipped_agreement_has_prose_to_stand_beside()
    {
        var told = ProseReader.Read(Prose).Where(section => !section.Blocks.IsEmpty).Select(section => section.Number).ToHashSet(StringComparer.Ordinal);
        var clauses = BaseAgreement.ReadText(AgreementSource.ClausesFile)
            .Split('\n')
            .Where(line => line.StartsWith("@clause(\"", StringComparison.Ordinal))
            .Select(line => line[9..].Split('"')[0])
            .ToArray();

        Assert.True(clauses.Length > 30);
        Assert.Empty(clauses.Except(told, StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_of_the_shipped_agreement_is_lost_in_reading()
    {
        var read = ProseReader.Read(Prose)
            .SelectMany(section => section.Blocks)
            .SelectMany(block => block.Runs)
            .SelectMany(run => run.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(word => word.Trim('*'));
        var written = Prose.Split('\n')
            .Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Replace("*", " ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(word => !string.Equals(word, "-", StringComparison.Ordinal));

        Assert.Equal(string.Concat(written), string.Concat(read));
    }
}
