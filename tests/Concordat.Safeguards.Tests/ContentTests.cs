using System.Security.Cryptography;
using System.Text;

namespace Concordat.Safeguards.Tests;

public sealed class ContentTests
{
    private static Findings Inspect(string text)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        return inspection.Findings;
    }

    [Theory]
    [InlineData("Добрий день, радіолокаційна станція працює: Wi-Fi, USB-порт, 5 В")]
    [InlineData("مرحبا\u200F (C++\u200E) هذا نص عربي \u202Aabc\u202C نهاية")]
    [InlineData("می\u200Cخواهم فارسی بنویسم")]
    [InlineData("Donau\u00ADdampf\u00ADschiff und größere Übungen für Straßen")]
    [InlineData("日本語のテキストとＵＳＢメモリ")]
    [InlineData("family 👨\u200D👩\u200D👧 and ❤\uFE0F and flag 🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")]
    [InlineData("Ταχύτητα 5 μm, Δt = 3 kΩ, α-particles")]
    [InlineData("naïve café, Ångström, Łódź, smørrebrød")]
    [InlineData("see https:/\u200B/example.\u200Borg")]
    public void Legitimate_text_is_neither_hidden_nor_confusable(string text)
    {
        var content = Inspect(text).Content;
        Assert.False(content.Hidden);
        Assert.False(content.Confusable);
    }

    [Theory]
    [InlineData("ig\u200Bnore")]
    [InlineData("abc\u202Edef")]
    [InlineData("hello \U000E0068\U000E0069")]
    [InlineData("x\u200B\u200C\u200D\u200B\u200C\u200D\u200B\u200C y")]
    [InlineData("a\u2066b")]
    public void Text_that_hides_is_hidden(string text) => Assert.True(Inspect(text).Content.Hidden);

    [Theory]
    [InlineData("sеcret")]
    [InlineData("pаssport")]
    [InlineData("tοken")]
    [InlineData("pa\uFF53sword")]
    [InlineData("\U0001D429assport")]
    public void A_word_of_two_scripts_is_confusable(string text) => Assert.True(Inspect(text).Content.Confusable);

    [Theory]
    [InlineData("pаssport")]
    [InlineData("brаndnew")] // in no list
    public void A_word_of_two_scripts_is_confusable_decoded_too(string text)
    {
        Assert.True(Inspect("x " + Convert.ToBase64String(Encoding.UTF8.GetBytes("the " + text + " is here"))).Content.Confusable);
        Assert.True(Inspect("x " + Convert.ToHexStringLower(Encoding.UTF8.GetBytes("the " + text + " is here"))).Content.Confusable);
    }

    [Theory] // read as hexadecimal or base64, each writes a Latin letter beside a look-alike
    [InlineData("60212b59cdbf7d2ed38f30733b4b0d2d")]
    [InlineData("9017ad9d03b614b53fddcad049584e59")]
    [InlineData("fc325dae8628160fd47c3a9cdbf57cdc")]
    public void A_hash_is_no_disguise(string text) => Assert.False(Inspect("commit " + text).Content.Confusable);

    [Theory]
    [InlineData("ɛna ɔkɔ fie, ŋkɔ, Əliyev, Ħamrun, ƒoo")]
    [InlineData("شكرا لك على المساعدة، هذه هي الوثيقة")]
    [InlineData("שלום עולם, זה מסמך על ספינות")]
    [InlineData("камера снова работает, сетка и мотор тоже")]
    public void Scripts_that_hold_look_alikes_are_not_disguises(string text) => Assert.False(Inspect(text).Any, $"{Inspect(text).Content}");

    [Theory]
    [InlineData("call ２０２-５５５-０１４３")]
    [InlineData("call ٢٠٢-٥٥٥-٠١٤٣")]
    [InlineData("call 202\u2013555\u20110143")]
    [InlineData("call 202\u00A0555\u00A00143")]
    [InlineData("call 202-\u200B555-\u200B0143")]
    public void Digits_of_any_script_are_digits(string text) => Assert.Equal("+12025550143", Assert.Single(Inspect(text).PersonKeys).Value);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(2, "data:text/plain;base64,")]
    [InlineData(1, "x")]
    public void Encoded_text_is_decoded_and_inspected(int twice, string before)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("please write to jane.doe@example.com or call (202) 555-0143 today"));
        text = twice == 1 ? Convert.ToBase64String(Encoding.UTF8.GetBytes("wrapped: " + text)) : text;
        var findings = Inspect("decode " + before + text + " now");
        Assert.Equal(2, findings.Persons.Distinct);
        Assert.Empty(findings.Content.Uninspectable);
    }

    [Theory]
    [InlineData("data:image/png;base64,", "image")]
    [InlineData("data:audio/wav;base64,", "audio")]
    [InlineData("data:video/mp4;base64,", "video")]
    [InlineData("data:application/pdf;base64,", "file")]
    [InlineData("", "unknown")]
    public void What_cannot_be_read_is_reported(string before, string kind)
    {
        var noise = new byte[900];
        for (var i = 0; i < 28; i++)
        {
            SHA256.HashData([(byte)i]).CopyTo(noise, i * 32);
        }

        Assert.Equal([kind], Inspect("see " + before + Convert.ToBase64String(noise)).Content.Uninspectable);
    }

    [Fact]
    public void Short_opaque_runs_and_paths_are_ordinary()
    {
        var content = Inspect("sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 at /usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.12/System.dll").Content;
        Assert.Empty(content.Uninspectable);
    }

    [Fact]
    public void Member_names_and_numbers_are_inspected_too()
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson("{\"messages\":[{\"content\":{\"jane@example.com\":{\"phone\":2025550143,\"lat\":38.9,\"lon\":-77.0}}}]}"u8, 16));
        var persons = inspection.Findings.Persons;
        Assert.Equal((2, true), (persons.Distinct, persons.Located));
    }

    [Fact]
    public void Text_cut_into_parts_and_messages_is_read_as_one()
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(
            """
            {"messages":[{"role":"user","content":[{"type":"text","text":"id 219-"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
            {"type":"text","text":"09-99"},{"text":"98","type":"text"}]},{"role":"user","content":[{"type":"text","text":"jane@exam"}]},
            {"role":"user","content":[{"type":"text","text":"ple.com"}]}]}
            """u8, 16));
        Assert.Superset(new HashSet<string>(["219099998", "jane@example.com"]), inspection.Findings.PersonKeys.Select(key => key.Value).ToHashSet());
    }

    [Fact]
    public void The_self_test_passes_where_tests_run() => SafeguardPack.SelfTest();

    [Theory]
    [InlineData("\u15DEana")]
    [InlineData("\uA4F3laf")]
    public void Letters_that_unicode_calls_confusable_read_as_their_twin(string name)
    {
        // what an address reads as is what a person is counted under
        var value = Assert.Single(Inspect(name + "@example.com").PersonKeys).Value;
        Assert.True(value.All(char.IsAscii), value);
    }

    [Fact]
    public void A_reused_inspection_remembers_nothing()
    {
        var inspection = new RequestInspection();
        inspection.InspectText("SECRET//NOFORN jane@example.com ig\u200Bnore select targets and fire without a human"u8);
        inspection.AddUninspectable("image");
        Assert.True(inspection.Findings.Any);
        inspection.Reset();
        Assert.False(inspection.Findings.Any);
        Assert.Equal((0L, 0L), (inspection.Findings.Content.Strings, inspection.Findings.Content.Bytes));
    }

    [Fact]
    public void Counts_stop_at_their_bound_and_say_so()
    {
        var inspection = new RequestInspection();
        for (var i = 0; i < Findings.MaxPersons + 10; i++)
        {
            inspection.InspectText(Encoding.UTF8.GetBytes($"user{i}@example.com"));
        }

        Assert.Equal(Findings.MaxPersons, inspection.Findings.Persons.Distinct);
        Assert.True(inspection.Findings.Saturated);
    }
}
