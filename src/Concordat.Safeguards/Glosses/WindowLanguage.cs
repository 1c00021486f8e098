using System.Text;
using Concordat.Safeguards.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Glosses;

/// <summary>Tells the language of a window: by its script, and by common words where it is written in Latin letters.</summary>
/// <remarks>It need not be right: words that the language does not have stay as they are.</remarks>
internal static class WindowLanguage
{
    private const int Fewest = 2;
    private const int Latin = 3;

    // common words, those that English has too left out
    private const string Spanish = "el la los las un una unos unas de del que en con por para se su sus lo es al como mas sin sobre cada quien dame haz hazme cual "
        + "cuando donde esta este estos estas eso esa todo todos toda todas nos le les ha han ser muy ya pero si desde hasta entre y o cuales quiero necesito puedo";

    private const string French = "le la les un une des de du et en que qui dans pour par sur avec sans est sont ce cette ces il elle nous vous je tu se sa ses leur leurs "
        + "aux au ou ne pas plus chaque tous toute toutes mon ma mes notre nos votre vos quand comment fais faut d l qu y ont etre";

    private const string German = "der das den dem des ein eine einen einem einer und oder nicht mit von zu zum zur im auf fur aus bei nach vor uber unter ist sind wird "
        + "werden wurde hat haben ich wir ihr sie er es dass wenn wie bitte alle jeder jede jedes jeden kein keine ohne durch auch nur noch sich uns mir wer soll";

    private const string English = "the of and to is for it that with by from this be are or as at if not we you your our my his their which who what how when will can "
        + "should would all any each every have has do does there was were but please no than then into over after before without i they them its";

    private static readonly Dictionary<ulong, int> _common = Common();

    /// <summary>The language of the words in Latin letters, or of what is not.</summary>
    /// <param name="text">Canonical bytes.</param>
    /// <param name="words">The hashes of its words.</param>
    public static GlossLanguage Of(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        if (!Ascii.IsValid(text) && OfScript(text) is var script and not GlossLanguage.None)
        {
            return script;
        }

        Span<int> seen = stackalloc int[Latin + 1];
        foreach (var word in words)
        {
            if (_common.TryGetValue(word, out var languages))
            {
                for (var i = 0; i <= Latin; i++)
                {
                    seen[i] += (languages >> i) & 1;
                }
            }
        }

        var most = seen[1] >= seen[2] ? 1 : 2;
        most = seen[3] > seen[most] ? 3 : most;
        return seen[most] >= Fewest && seen[most] > seen[0] ? (GlossLanguage)most : GlossLanguage.None;
    }

    /// <summary>The script of a letter by its first byte.</summary>
    public static GlossLanguage OfLead(byte lead) => lead switch
    {
        >= 0xD0 and <= 0xD3 => GlossLanguage.Russian,
        >= 0xD8 and <= 0xDB => GlossLanguage.Arabic,
        >= 0xE4 and <= 0xE9 => GlossLanguage.Chinese,
        _ => GlossLanguage.None,
    };

    private static GlossLanguage OfScript(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (b >= 0xD0 && OfLead(b) is var language and not GlossLanguage.None)
            {
                return language;
            }
        }

        return GlossLanguage.None;
    }

    private static Dictionary<ulong, int> Common()
    {
        var common = new Dictionary<ulong, int>();
        foreach (var (words, language) in new[] { (English, 0), (Spanish, 1), (French, 2), (German, 3) })
        {
            foreach (var word in words.Split(' '))
            {
                var hash = WordTable.Seed;
                foreach (var b in CanonicalTable.Fold(word))
                {
                    hash = WordTable.Step(hash, b);
                }

                common[hash] = common.GetValueOrDefault(hash) | (1 << language);
            }
        }

        return common;
    }
}
