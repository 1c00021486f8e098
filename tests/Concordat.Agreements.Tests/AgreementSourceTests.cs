using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class AgreementSourceTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;

    public AgreementSourceTests() => _folder = _temporary.WithBase();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Every_missing_file_is_named()
    {
        File.Delete(Path.Combine(_folder, AgreementSource.ProseFile));
        File.Delete(Path.Combine(_folder, AgreementSource.ClausesFile));

        var found = Faults();

        Assert.Equal([_folder + "/agreement.md", _folder + "/clauses.cedar"], found.Select(each => each.File));
        Assert.All(found, each => Assert.Equal(AgreementCodes.SourceMissing, each.Code));
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_named()
    {
        File.WriteAllBytes(Path.Combine(_folder, AgreementSource.ProseFile), [0x23, 0xff, 0xfe]);

        Assert.Equal(AgreementCodes.SourceUnreadable, Assert.Single(Faults()).Code);
    }

    [Fact]
    public void An_oversize_file_is_not_read()
    {
        File.WriteAllBytes(Path.Combine(_folder, AgreementSource.FactsFile), new byte[SourceReader.MaxFileBytes + 1]);

        Assert.Equal(AgreementCodes.SourceTooLarge, Assert.Single(Faults()).Code);
    }

    [Theory]
    [InlineData("\"id\": \"base\",", "", "`$`", "id")]
    [InlineData("\"id\": \"base\"", "\"id\": 7", "`$.id`", "")]
    [InlineData("\"id\": \"base\"", "\"id\": \"base\", \"identity\": 1", "", "identity")]
    [InlineData("\"id\": \"base\"", "\"id\": \"base\", \"id\": \"other\"", "", "id")]
    [InlineData("\"noticeDays\": 30", "\"noticeDays\": \"thirty\"", "`$.terms.noticeDays`", "")]
    [InlineData("\"version\"", "version", "", "")]
    public void Metadata_that_does_not_fit_is_placed_and_worded_without_type_names(string from, string to, string path, string word)
    {
        var file = Path.Combine(_folder, AgreementSource.MetadataFile);
        File.WriteAllText(file, File.ReadAllText(file).Replace(from, to, StringComparison.Ordinal));

        var found = Assert.Single(Faults());

        Assert.Equal(AgreementCodes.SourceJson, found.Code);
        Assert.Equal(file, found.File);
        Assert.True(found.Line > 0);
        Assert.Contains(path, found.Message, StringComparison.Ordinal);
        Assert.Contains(word, found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Concordat.", found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", found.Message, StringComparison.Ordinal);
        Assert.StartsWith(file + ":", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named() =>
        Assert.Contains("nowhere", Assert.Single(AgreementSource.Read(_temporary.File("nowhere")).Diagnostics).Message, StringComparison.Ordinal);

    private System.Collections.Immutable.ImmutableArray<AgreementDiagnostic> Faults()
    {
        var read = AgreementSource.Read(_folder);
        Assert.False(read.IsRead);
        return read.Diagnostics;
    }
}
