using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Concordat.Agreements;
using Concordat.Console.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Console.Tests;

public sealed class AmendmentPageTests
{
    private static readonly char[] Blanks = [' ', '\n', '✓', '‖'];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_candidate_is_shown_beside_the_agreement_in_force_with_what_it_changes()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("owner");
        var page = await CompareAsync(host, Candidate(
            ("clauses.cedar", "context.persons.inWindow > 100 &&", "context.persons.inWindow > 120 &&"),
            ("agreement.md", "Department", "Ministry"),
            ("agreement.json", "\"noticeDays\": 30", "\"noticeDays\": 45")));

        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains("2.2 No mass surveillance", text, StringComparison.Ordinal);
        Assert.Contains("newly permitted", text, StringComparison.Ordinal);
        Assert.Contains("It no longer holds where", text, StringComparison.Ordinal);
        Assert.Contains("inWindow > 100", page.QuerySelector("pre[aria-label='Clause 2.2 in force']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("inWindow > 120", page.QuerySelector("pre[aria-label='Clause 2.2 of the candidate']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("h2"), heading => heading.TextContent is "Terms");
        Assert.Contains(page.QuerySelectorAll("h2"), heading => heading.TextContent is "Prose");
        Assert.Contains("45", text, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[style], style"));
    }

    [Fact]
    public async Task Who_has_signed_is_checked_at_once_and_who_is_missing_is_named()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var department = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var vendor = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        host.Data.Parties = [new("Department", "department", department.PublicKey), new("Vendor", "vendor", vendor.PublicKey)];
        await host.SignInAsync("owner");
        var half = DsseEnvelope.Create(DsseEnvelope.Parse(Candidate()).PayloadType, DsseEnvelope.Parse(Candidate()).Payload).Sign(department);

        Assert.Equal(["signed Department department", "missing vendor the agreement lacks a signature of the role `vendor`; it binds nobody until every role has signed"], await SeatsAsync(host, half));
        Assert.Equal(["signed Department department", "signed Vendor vendor"], await SeatsAsync(host, half.Sign(vendor)));

        // A key id says nothing: neither a stranger's signature under the vendor's name nor the vendor's own on other bytes counts.
        var other = DsseEnvelope.Create(half.PayloadType, [.. half.Payload, (byte)' ']).Sign(vendor);
        var forged = await SeatsAsync(host, half with { Signatures = half.Signatures.Add(other.Signatures[0]) });
        Assert.StartsWith("missing vendor the signature of `Vendor` (vendor) does not fit the text", forged[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_candidate_that_opens_a_red_line_says_so()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("owner");
        Assert.Contains("red lines of the candidate are proven to hold", (await CompareAsync(host, Candidate())).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var open = await CompareAsync(host, Candidate(("clauses.cedar", "@opens(\"decider, foreign-sources\")", "@opens(\"foreign-sources\")")));
        Assert.Contains("Not proven: 2.1", open.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_agreement_changes_nothing()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("owner");
        Assert.Contains("Nothing changes.", (await CompareAsync(host, Candidate())).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"payloadType":"application/vnd.concordat.agreement+json","payload":"e30=","signatures":[]}""")]
    public async Task What_is_no_agreement_gets_a_clear_answer(string file)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("owner");
        var page = await CompareAsync(host, System.Text.Encoding.UTF8.GetBytes(file), HttpStatusCode.UnprocessableEntity);
        Assert.StartsWith("It was not compared: ", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_candidate_whose_clauses_are_wrong_is_not_compared_and_says_where()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("owner");
        var candidate = Candidate();
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var payload = System.Text.Encoding.UTF8.GetString(DsseEnvelope.Parse(candidate).Payload).Replace("context.persons.inWindow > 100", "context.persons.inWidow > 100", StringComparison.Ordinal);
        var broken = DsseEnvelope.Create(DsseEnvelope.Parse(candidate).PayloadType, System.Text.Encoding.UTF8.GetBytes(payload)).Sign(key).ToJson();
        var page = await CompareAsync(host, broken, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("inWidow", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<string[]> SeatsAsync(ConsoleHost host, DsseEnvelope envelope) =>
        [.. (await CompareAsync(host, envelope.ToJson())).QuerySelectorAll(".seats li").Select(seat =>
            string.Join(' ', seat.TextContent.Split(Blanks, StringSplitOptions.RemoveEmptyEntries)))];

    private static byte[] Candidate(params (string File, string From, string To)[] changes)
    {
        var folder = Directory.CreateTempSubdirectory("concordat-amendment-");
        try
        {
            BaseAgreement.WriteTo(folder.FullName);
            foreach (var (file, from, to) in changes)
            {
                var path = Path.Combine(folder.FullName, file);
                var text = File.ReadAllText(path);
                Assert.Contains(from, text, StringComparison.Ordinal);
                File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
            }

            using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            var output = Path.Combine(folder.FullName, "signed.json");
            var signed = AgreementFolder.Sign(folder.FullName, output, key, "department", [], changes.Length == 0 ? null : "a test of the page");
            Assert.True(signed.IsSigned, string.Join('\n', signed.Diagnostics));
            return File.ReadAllBytes(output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IHtmlDocument> CompareAsync(ConsoleHost host, byte[] candidate, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var token = ConsoleHost.TokenOf(await host.PageAsync("/console/agreement/amendment"));
        using var form = new MultipartFormDataContent { { new StringContent(token), "form" }, { new ByteArrayContent(candidate), "candidate", "candidate.json" } };
        using var answer = await host.Browser.PostAsync(new Uri("/console/agreement/amendment", UriKind.Relative), form, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
