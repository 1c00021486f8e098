using System.Collections.Frozen;
using System.Text;

namespace Concordat.Safeguards.Text;

/// <summary>
/// Letters of other scripts that read as a Latin letter: those of Unicode's confusables (UTS #39), and before them a choice by hand where
/// case matters or the data have no single letter.
/// </summary>
internal static class LookAlikes
{
    private const string _pairs =
        // Cyrillic
        "аa вb сc еe ԁd ԍg һh іi јj кk ӏl мm пn оo рp ԛq гr ѕs тt ѵv ԝw хx уy ӡz " +
        "АA ВB СC ЕE ԌG НH ІI ЈJ КK МM ОO РP ԚQ ЅS ТT ѴV ԜW ХX УY ҮY ӀI нh ɅA " +
        // Greek
        "αa βb ϲc εe ηn ιi κk ϳj νv οo ρp τt υu χx γy ωw ϐb " +
        "ΑA ΒB ϹC ΕE ΖZ ΗH ΙI ͿJ ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX " +
        // Latin letters that no decomposition reaches
        "ɑa ɡg ıi ȷj łl øo đd ħh ŧt ŁL ØO ĐD ĦH ŦT ɪi ʟl ɴn ʀr ʏy ʙb ʜh ɢg ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ꜱs ᴛt ᴜu ᴠv ᴡw ᴢz ꜰf ɩi ʋu ǃ! ꓲI " +
        // Armenian, Cherokee, Lisu
        "օo ոn սu հh ցg զq ѡw ՏS ՍU ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎥI ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ ꓐB ꓚC ꓓD ꓰE ꓝF ꓖG ꓧH ꓙJ ꓗK ꓡL ꓟM ꓠN ꓳO ꓑP ꓣR ꓢS ꓔT ꓴU ꓦV ꓪW ꓫX ꓬY ꓜZ";

    /// <summary>Punctuation that means the same as an ASCII sign; replacing it is never suspicious.</summary>
    private const string _signs =
        "‐- ‑- ‒- –- —- ―- −- ﹣- ⁃- ∕/ ⁄/ ⧸/ ‘' ’' ‚' ‛' ′' ʹ' ʼ' “\" ”\" „\" ‟\" ″\" «\" »\" 。. 、, ，, ： : ‹' ›' ´' ｡.";

    public static readonly FrozenDictionary<int, char> Letters = WithData(Read(_pairs));

    public static readonly FrozenDictionary<int, char> Signs = Read(_signs);

    /// <summary>Adds the lines <c>LETTER: HEX HEX ...</c> of the data, where nothing stands for the character yet.</summary>
    private static FrozenDictionary<int, char> WithData(FrozenDictionary<int, char> chosen)
    {
        var table = new Dictionary<int, char>(chosen);
        foreach (var line in Encoding.UTF8.GetString(PackData.Read("confusables.txt").Span).Split('\n'))
        {
            if (line.Length > 3 && line[1] == ':')
            {
                foreach (var code in line[3..].Split(' '))
                {
                    table.TryAdd(Convert.ToInt32(code, 16), line[0]);
                }
            }
        }

        return table.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, char> Read(string pairs)
    {
        var table = new Dictionary<int, char>();
        foreach (var pair in pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rune = Rune.GetRuneAt(pair, 0);
            if (pair.Length == rune.Utf16SequenceLength + 1 && !rune.IsAscii)
            {
                table[rune.Value] = pair[^1];
            }
        }

        return table.ToFrozenDictionary();
    }
}
