using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Signers;
using Concordat.Signing.WebAuthn;

namespace Concordat.Console.Tests;

/// <summary>Hardware keys at the console: signing in, and what the script is given to have signed.</summary>
public sealed class HardwareKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_signs_in_by_touching_their_key()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        var key = await keys.EnrolAsync("commander");

        using var answer = await EnrolledKeys.SignInAsync(host.Browser, "commander", key);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("Range Commander", (await host.PageAsync("/console")).QuerySelector(".who-am-i")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a page of another origin")]
    [InlineData("another relying party")]
    [InlineData("a page inside another")]
    [InlineData("nobody verified")]
    [InlineData("nobody touched it")]
    [InlineData("a registration")]
    [InlineData("a key that was never enrolled")]
    public async Task A_key_that_signed_elsewhere_or_otherwise_signs_nobody_in(string what)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        var key = await keys.EnrolAsync("commander");
        switch (what)
        {
            case "a page of another origin": key.Origin = "https://evil.example"; break;
            case "another relying party": key.RelyingParty = "evil.example"; break;
            case "a page inside another": key.CrossOrigin = true; break;
            case "nobody verified": key.Traits = AuthenticatorTraits.UserPresent; break;
            case "nobody touched it": key.Traits = AuthenticatorTraits.UserVerified; break;
            case "a registration": key.Type = "webauthn.create"; break;
            default: key.CredentialId = new byte[32]; break;
        }

        using var answer = await EnrolledKeys.SignInAsync(host.Browser, "commander", key);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_altered_statement_another_browser_and_a_second_use_sign_nobody_in()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        var key = await keys.EnrolAsync("commander");
        var officer = await keys.EnrolAsync("officer");

        // the name of somebody else in the statement
        using (var altered = await EnrolledKeys.SignInAsync(host.Browser, "commander", key, said => Rename(said, "officer")))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, altered.StatusCode);
        }

        // a statement for the commander, touched by the officer
        using (var other = await EnrolledKeys.SignInAsync(host.Browser, "commander", officer))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        }

        // what signed in one browser, in another; then once more in the first
        JsonNode? used = null;
        using (var first = await EnrolledKeys.SignInAsync(host.Browser, "commander", key, said => used = said.DeepClone()))
        {
            Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        }

        using (await host.PostAsync("/console/sign-out", "/console"))
        {
        }

        using var second = host.NewBrowser();
        foreach (var browser in new[] { second, host.Browser })
        {
            using var again = await EnrolledKeys.SignInAsync(browser, "commander", key, _ => used!.DeepClone());
            Assert.NotEqual(HttpStatusCode.Found, again.StatusCode);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"payloadType":"application/vnd.concordat.sign-in+json","payload":"e30=","cms":"AAAA"}""")]
    [InlineData("""{"payloadType":"application/vnd.concordat.sign-in+json","payload":"e30=","webauthn":{}}""")]
    public async Task What_is_no_signature_gets_a_clear_answer(string statement)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        var page = await host.PageAsync("/console/sign-in", HttpStatusCode.Unauthorized);
        using var answer = await ConsoleHost.PostAsync(host.Browser, "/console/sign-in/passkey", ConsoleHost.TokenOf(page), ("statement", statement));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_with_the_very_key_that_began_it()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        var (one, other) = (await keys.EnrolAsync("commander"), await keys.EnrolAsync("commander"));
        using var answer = await EnrolledKeys.SignInAsync(host.Browser, "commander", one);

        Assert.True(await host.Stores.Credentials.RetireAsync(other.Id, Cancellation));
        await host.PageAsync("/console");
        Assert.True(await host.Stores.Credentials.RetireAsync(one.Id, Cancellation));
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
        using var again = await EnrolledKeys.SignInAsync(host.NewBrowser(), "commander", await keys.EnrolAsync("commander"));
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task A_revoked_key_signs_nobody_in_and_ends_its_session()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        var key = await keys.EnrolAsync("commander");
        using var answer = await EnrolledKeys.SignInAsync(host.Browser, "commander", key);
        await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(key.PublicKey.KeyId, TimeProvider.System.GetUtcNow(), 1, []), Cancellation);

        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
        using var again = await EnrolledKeys.SignInAsync(host.NewBrowser(), "commander", key);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task What_a_key_signs_is_the_statement_about_the_action_that_is_shown()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        await host.SignInAsync("commander");
        var held = await host.HoldAsync();
        Assert.Null((await host.PageAsync($"/console/cases/{held.Id}")).QuerySelector("form[data-sign]"));

        await keys.EnrolAsync("commander");
        var page = await host.PageAsync($"/console/cases/{held.Id}");
        var form = page.QuerySelector("form[data-sign]")!;
        using var task = await ConsoleHost.PostAsync(host.Browser, form.GetAttribute("data-sign")!, ConsoleHost.TokenOf(page), ("act", "deny"), ("reason", "not today"));
        var said = DecisionStatement.Read(JsonNode.Parse(await task.Content.ReadAsStringAsync(Cancellation))!["payload"]!.GetValue<string>() is var text ? Convert.FromBase64String(text) : []);
        Assert.Equal((DecisionAct.Deny, held.Id, held.Digest, "commander", "not today"), (said.Act, said.Case, said.Action, said.Approver, said.Reason));
        Assert.Equal(ActionText.Hash(page.QuerySelector(".exact code")!.TextContent), said.TextHash);
    }

    [Fact]
    public async Task There_is_nothing_to_sign_without_a_key_a_choice_a_clearance_or_the_right_address()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var keys = new EnrolledKeys(host);
        await keys.EnrolAsync("officer");
        var held = await host.HoldAsync(level: "secret");

        await host.SignInAsync("officer");
        Assert.Contains("above your clearance", await TaskAsync("grant"), StringComparison.Ordinal);
        Assert.Contains("Choose", await TaskAsync("read"), StringComparison.Ordinal);
        await host.SignInAsync("commander");
        Assert.Contains("No hardware key", await TaskAsync("grant"), StringComparison.Ordinal);
        await keys.EnrolAsync("commander");
        host.Data.Book = new ApproverBook(host.Data.Book.Approvers, new RelyingParty("console.example", ["https://console.example"]), null, new(new byte[32]));
        Assert.Contains("sign on https://console.example", await TaskAsync("grant"), StringComparison.Ordinal);

        async Task<string> TaskAsync(string act)
        {
            using var answer = await host.PostAsync($"/console/cases/{held.Id}/challenge", "/console", ("act", act));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"]!.GetValue<string>();
        }
    }

    [Fact]
    public async Task The_page_of_enrolment_is_for_whoever_was_invited_where_keys_are_taken()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        Assert.NotNull((await host.PageAsync("/console/enrol")).QuerySelector(".notice"));
        using var keys = new EnrolledKeys(host);
        var form = (await host.PageAsync("/console/enrol")).QuerySelector("form[data-enrol]")!;
        Assert.Equal("dialog", form.GetAttribute("method")); // never sent: the token would stand in an address
        Assert.True(form.QuerySelector("button")!.HasAttribute("disabled"));
    }

    private static JsonNode Rename(JsonNode statement, string person)
    {
        var payload = JsonNode.Parse(Convert.FromBase64String(statement["payload"]!.GetValue<string>()))!;
        payload["person"] = person;
        statement["payload"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        return statement;
    }
}
