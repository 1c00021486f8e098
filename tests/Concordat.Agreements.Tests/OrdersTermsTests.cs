using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Showing;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>Who signs orders is a term that all sign: what could be written wrongly is found, and every change of who speaks is told.</summary>
public sealed class OrdersTermsTests
{
    private static readonly string One = new('1', 64);
    private static readonly string Two = new('2', 64);

    [Theory]
    [InlineData("cio", "department", "", "remove lift", true)]
    [InlineData("cio", "department", "", "", true)]
    [InlineData("docket", null, "", "stay vacate", true)]
    [InlineData("counsel", "vendor", "", "suspend lift", true)]
    [InlineData("counsel", "vendor", "", "suspend confirm", false)] // what is suspended would never end
    [InlineData("docket", null, "", "suspend lift", false)] // suspends for nobody
    [InlineData("cio", "ally", "", "remove", false)]
    [InlineData("cio", "department", "ABC", "remove", false)]
    [InlineData("cio", "department", "", "remove remove", false)]
    [InlineData("cio", "department", "", "abolish", false)]
    [InlineData("c io", "department", "", "remove", false)]
    public void An_issuer_is_of_a_role_has_a_key_and_signs_what_there_is(string id, string? party, string key, string acts, bool good) =>
        Assert.Equal(good, IsSound(Naming((id, new OrderIssuerTerms("Name", key.Length == 0 ? One : key, Words(acts)) { Party = party }))));

    [Fact]
    public void Two_issuers_have_two_keys()
    {
        Assert.False(IsSound(Naming(("cio", Issuer("department", One, "remove")), ("counsel", Issuer("department", One, "lift")))));
        Assert.True(IsSound(Naming(("cio", Issuer("department", One, "remove")), ("counsel", Issuer("department", Two, "lift")))));
    }

    [Theory]
    [InlineData("remove respond", true)]
    [InlineData("", true)]
    [InlineData("remove suspend", false)]
    [InlineData("confirm", false)]
    [InlineData("abolish", false)]
    public void Nothing_that_parties_sign_is_left_to_the_configuration(string acts, bool good) =>
        Assert.Equal(good, IsSound(With(new OrdersTerms { Configured = Words(acts) })));

    [Fact]
    public void An_amendment_says_who_speaks_from_now_on_and_who_no_longer()
    {
        var before = Naming(("cio", Issuer("department", One, "remove", "lift")), ("gone", Issuer(null, Two, "stay")));
        var after = Naming(("cio", Issuer("department", One, "lift")), ("counsel", Issuer("vendor", Two, "suspend", "lift")));

        var changes = AgreementDiff.Compare(before, after, TestContext.Current.CancellationToken).Terms;

        Assert.Equal(["issuer of orders `cio` (department)", "issuer of orders `counsel` (vendor)", "issuer of orders `gone` (no party)"], changes.Select(static each => each.Name));
        Assert.Equal([ChangeKind.Changed, ChangeKind.Added, ChangeKind.Removed], changes.Select(static each => each.Kind));
        Assert.Equal(["may sign: lift, remove → lift", "narrows who may sign orders"], changes[0].Details);
        Assert.Contains("widens who may sign orders", changes[1].Details);
        Assert.Contains("narrows who may sign orders", changes[2].Details);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("party")]
    [InlineData("acts")]
    [InlineData("configured")]
    [InlineData("nobody")]
    public void No_change_of_who_signs_is_silent(string how)
    {
        var before = Naming(("cio", Issuer("department", One, "remove", "lift")));
        var after = how switch
        {
            "key" => Naming(("cio", Issuer("department", Two, "remove", "lift"))),
            "party" => Naming(("cio", Issuer("vendor", One, "remove", "lift"))),
            "acts" => Naming(("cio", Issuer("department", One, "remove", "lift", "vacate"))),
            "configured" => With(before.Metadata.Terms.Orders! with { Configured = ["vacate"] }),
            _ => With(null),
        };

        Assert.NotEmpty(AgreementDiff.Compare(before, after, TestContext.Current.CancellationToken).Terms);
        Assert.NotEmpty(AgreementDiff.Compare(after, before, TestContext.Current.CancellationToken).Terms);
    }

    [Fact]
    public void Who_signs_is_shown_before_the_provisions()
    {
        var named = Naming(("cio", Issuer("department", One, "remove", "lift")), ("gone", Issuer(null, Two)));

        Assert.Contains("cio (department, key 111111111111): remove, lift\n", AgreementText.Render(named), StringComparison.Ordinal);
        Assert.Contains("gone (no party, key 222222222222): nothing any more\n", AgreementText.Render(named), StringComparison.Ordinal);
        Assert.Contains("whom the gateway's configuration names: restrict, ", AgreementText.Render(BaseFolder.Source), StringComparison.Ordinal);
        Assert.Contains("parties sign with the keys that sign this agreement", AgreementText.Render(With(null)), StringComparison.Ordinal);
        Assert.Equal(One, JsonNode.Parse(AgreementReport.Write(named))!["orders"]!["issuers"]!["cio"]!["key"]!.GetValue<string>());
    }

    [Fact]
    public void Two_vendors_have_people_of_their_own_who_may_sign_the_same()
    {
        var one = Instance("aurora", "Aurora AI", ("policy-a", Issuer("vendor", One, "suspend", "lift")));
        var same = Instance("borealis", "Borealis Labs", ("policy-b", Issuer("vendor", Two, "lift", "suspend")));
        var more = Instance("borealis", "Borealis Labs", ("policy-b", Issuer("vendor", Two, "lift", "suspend", "waive")));
        var other = Instance("borealis", "Borealis Labs", ("policy-b", Issuer("department", Two, "lift", "suspend")));

        Assert.True(Compare(one, same).AreEqual);
        Assert.Contains(Compare(one, same).OwnData, static term => term.Name.Contains("policy-b", StringComparison.Ordinal));
        Assert.False(Compare(one, more).AreEqual);
        Assert.False(Compare(one, other).AreEqual);
    }

    private static EqualTermsReport Compare(AgreementSource one, AgreementSource other) => EqualTerms.Compare(one, other, TestContext.Current.CancellationToken);

    private static AgreementSource Instance(string id, string name, params (string Id, OrderIssuerTerms Issuer)[] issuers)
    {
        var source = Naming(issuers);
        return source with { Metadata = source.Metadata with { Id = id, Names = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("vendor", [name]) } };
    }

    private static bool IsSound(AgreementSource source) => !AgreementLint.Check(source, Parties.Now).Any(static each => each.Code == AgreementCodes.Metadata);

    private static OrderIssuerTerms Issuer(string? party, string key, params string[] acts) => new("Name", key, [.. acts]) { Party = party };

    private static AgreementSource Naming(params (string Id, OrderIssuerTerms Issuer)[] issuers) =>
        With(new OrdersTerms { Issuers = issuers.ToImmutableSortedDictionary(static each => each.Id, static each => each.Issuer, StringComparer.Ordinal) });

    private static AgreementSource With(OrdersTerms? terms) =>
        BaseFolder.Source with { Metadata = BaseFolder.Source.Metadata with { Terms = BaseFolder.Source.Metadata.Terms with { Orders = terms } } };

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
