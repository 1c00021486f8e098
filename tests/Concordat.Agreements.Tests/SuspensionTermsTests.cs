using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>Who suspends is a term that all sign: what could be written wrongly is found, and every change of power is told.</summary>
public sealed class SuspensionTermsTests
{
    [Theory]
    [InlineData("department vendor", "vendor", 72, 30, true)]
    [InlineData("department vendor", "vendor", 720, 365, true)]
    [InlineData("department", "vendor", 1, 1, true)]
    [InlineData("department vendor", "vendor", 721, 30, false)]
    [InlineData("department vendor", "vendor", 0, 30, false)]
    [InlineData("department vendor", "vendor", 72, 0, false)]
    [InlineData("department vendor", "vendor", 72, 366, false)]
    [InlineData("department vendor", "", 72, 30, false)]
    [InlineData("department vendor", "ally", 72, 30, false)]
    [InlineData("department vendor", "vendor vendor", 72, 30, false)]
    [InlineData("department ally", "vendor", 72, 30, false)]
    [InlineData("department department", "vendor", 72, 30, false)]
    [InlineData("", "vendor", 72, 30, false)]
    public void A_stop_by_one_party_ends_does_not_follow_on_itself_and_is_of_a_role(string joint, string by, int longest, int gap, bool good)
    {
        var source = Suspending(new SuspensionTerms { Joint = Words(joint), Emergency = new EmergencyStopTerms(Words(by), longest, gap) });

        Assert.Equal(good, !AgreementLint.Check(source, Parties.Now).Any(each => each.Code == AgreementCodes.Metadata));
    }

    [Theory]
    [InlineData("longer", "hours until such a stop lapses", "72 → 240", "widens what one party can do alone")]
    [InlineData("shorter", "hours until such a stop lapses", "72 → 24", "narrows what one party can do alone")]
    [InlineData("oftener", "days until the same party stops the same again", "30 → 1", "widens what one party can do alone")]
    [InlineData("alone", "who suspends together, and lifts", "department, vendor → department", "widens what one party can do alone")]
    [InlineData("other", "who stops alone in an emergency", "department, vendor → vendor", "narrows what one party can do alone")]
    public void An_amendment_says_whether_one_party_can_do_more_alone(string how, string name, string arrow, string meaning)
    {
        var terms = BaseFolder.Source.Metadata.Terms.Suspension!;
        var emergency = terms.Emergency!;
        var after = how switch
        {
            "longer" => terms with { Emergency = emergency with { LongestHours = 240 } },
            "shorter" => terms with { Emergency = emergency with { LongestHours = 24 } },
            "oftener" => terms with { Emergency = emergency with { GapDays = 1 } },
            "alone" => terms with { Joint = ["department"] },
            _ => terms with { Emergency = emergency with { By = ["vendor"] } },
        };

        var change = Assert.Single(AgreementDiff.Compare(BaseFolder.Source, Suspending(after), TestContext.Current.CancellationToken).Terms);

        Assert.Equal(name, change.Name);
        Assert.Equal([arrow, meaning], change.Details);
    }

    [Fact]
    public void What_is_written_as_it_counts_without_is_no_change()
    {
        var strict = new SuspensionTerms { Joint = ["vendor", "department"] };

        Assert.Empty(AgreementDiff.Compare(Suspending(null), Suspending(strict), TestContext.Current.CancellationToken).Terms);
        Assert.Equal(3, AgreementDiff.Compare(Suspending(null), BaseFolder.Source, TestContext.Current.CancellationToken).Terms.Length); // a stop alone, where there was none
    }

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static AgreementSource Suspending(SuspensionTerms? terms) =>
        BaseFolder.Source with { Metadata = BaseFolder.Source.Metadata with { Terms = BaseFolder.Source.Metadata.Terms with { Suspension = terms } } };
}
