using System.Collections.Immutable;
using System.Security.Cryptography;
using Concordat.Agreements.Authorities;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Showing;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests.Authorities;

public sealed class AuthorityRegisterTests
{
    [Fact]
    public void Each_authority_has_the_clauses_that_stay_and_those_that_follow()
    {
        var uses = AuthorityRegister.Uses(BaseFolder.Source, out var found);

        Assert.Empty(found);
        Assert.Equal(BaseFolder.Source.Authorities.Length, uses.Length);
        var directive = uses.Single(use => use.Authority.Id == "dodd-3000.09");
        Assert.Equal(["3.1", "3.2", "3.3", "3.4", "3.5"], directive.PinnedBy["2023-01-25"].Select(clause => clause.ToString()));
        Assert.Empty(directive.FollowedBy);
        Assert.Contains(ClauseId.Parse("2.1"), uses.Single(use => use.Authority.Id == "fisa").FollowedBy);
    }

    [Fact]
    public void A_new_edition_leaves_pinned_clauses_where_they_are()
    {
        var change = Assert.Single(Changes("dodd-3000.09", authority => authority with { Edition = "2026-10-01" }));

        Assert.Equal("2026-10-01", change.NewEdition);
        Assert.Equal(5, change.Stay.Length);
        Assert.Empty(change.Move);
        Assert.Equal(["edition: 2023-01-25 → 2026-10-01"], change.Change.Details);
    }

    [Fact]
    public void An_amended_law_names_the_clauses_that_follow_it()
    {
        var change = Assert.Single(Changes("fisa", authority => authority with { Status = "in force, as amended on 2026-12-01" }));

        Assert.Null(change.NewEdition);
        Assert.Empty(change.Stay);
        Assert.Equal(["2.1", "2.2", "2.5", "2.6"], change.Move.Select(clause => clause.ToString()));
    }

    [Fact]
    public void An_authority_that_is_gone_from_the_list_is_told()
    {
        var uses = AuthorityRegister.Uses(BaseFolder.Source, out _);
        var changes = AuthorityRegister.Changes(uses, BaseFolder.Source.Authorities.RemoveAll(authority => authority.Id == "fisa"));

        Assert.Contains("is not in the other list", AuthorityTables.Render(uses, changes, null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_list_changes_nothing() =>
        Assert.Contains("nothing changes", AuthorityTables.Render([], AuthorityRegister.Changes(AuthorityRegister.Uses(BaseFolder.Source, out _), BaseFolder.Source.Authorities), null), StringComparison.Ordinal);

    [Fact]
    public void A_clause_may_stay_with_an_earlier_edition_that_is_described()
    {
        var source = BaseFolder.Source with
        {
            Authorities = Changed("dodd-3000.09", authority => authority with { Edition = "2026-10-01", Earlier = [new AuthorityEdition("2023-01-25", null)] }),
        };

        var found = AgreementLint.Check(source).Where(each => each.Code.StartsWith("authority", StringComparison.Ordinal)).ToList();

        Assert.Equal(5, found.Count);
        Assert.All(found, each => Assert.Equal((AgreementCodes.AuthorityEarlier, false), (each.Code, each.IsError)));
    }

    [Fact]
    public void An_edition_that_nobody_described_is_an_error()
    {
        var source = BaseFolder.Source with { Authorities = Changed("dodd-3000.09", authority => authority with { Edition = "2026-10-01" }) };

        Assert.Contains(AgreementLint.Check(source), each => each.IsError && each.Code == AgreementCodes.AuthorityEdition);
    }

    [Theory]
    [InlineData("2023-01-25", null)]
    [InlineData("2024-01-01", null)]
    [InlineData("once", null)]
    [InlineData("2020-01-01", "not a hash")]
    public void An_earlier_edition_is_earlier_and_well_formed(string edition, string? hash)
    {
        var source = BaseFolder.Source with { Authorities = Changed("dodd-3000.09", authority => authority with { Earlier = [new AuthorityEdition(edition, hash)] }) };

        Assert.Contains(AgreementLint.Check(source), each => each.IsError && each.Code == AgreementCodes.AuthorityData);
    }

    [Fact]
    public void Texts_are_held_against_their_hashes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("fisa.txt"), "a text");
        File.WriteAllText(folder.File("dodd-3000.09@2023-01-25.pdf"), "the directive");
        File.WriteAllText(folder.File("eo-12333.html"), "an order");
        var authorities = Changed("dodd-3000.09", authority => authority with { TextHash = Convert.ToHexStringLower(SHA256.HashData("the directive"u8)) })
            .Select(authority => authority.Id == "fisa" ? authority with { TextHash = new string('0', 64) } : authority).ToImmutableArray();

        var texts = AuthorityRegister.Texts(authorities, folder.Path).ToDictionary(text => text.Authority, StringComparer.Ordinal);

        Assert.Equal("text as stated", texts["dodd-3000.09"].Words);
        Assert.True(texts["fisa"].IsOther);
        Assert.StartsWith("hash not stated; the text has ", texts["eo-12333"].Words, StringComparison.Ordinal);
        Assert.Equal("no text, no hash", texts["usc-50-1801"].Words);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{\"id\":\"fisa\"}]")]
    [InlineData("[")]
    public void A_list_that_cannot_be_read_is_refused(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("later.json"), json);

        Assert.Empty(AuthorityRegister.Read(folder.File("later.json"), out var found));
        Assert.NotEmpty(found);
    }

    private static ImmutableArray<AuthorityChange> Changes(string id, Func<Authority, Authority> change) =>
        AuthorityRegister.Changes(AuthorityRegister.Uses(BaseFolder.Source, out _), Changed(id, change));

    private static ImmutableArray<Authority> Changed(string id, Func<Authority, Authority> change) =>
        [.. BaseFolder.Source.Authorities.Select(authority => authority.Id == id ? change(authority) : authority)];
}
