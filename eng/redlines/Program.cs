using System.Diagnostics;
using Concordat.RedLines;
using Concordat.Safeguards.Sentences;

// Trains the model of the red lines. See data/redlines/README.md.
//   redlines CORPUS WHOLE-ENCODER OUT-FOLDER [--hold AUTHORS] [--rounds N] [--network FILE] [--misses FILE] [--only-measure | --as-measured]
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: redlines CORPUS WHOLE-ENCODER OUT-FOLDER [--hold AUTHORS] [--rounds N] [--network FILE] [--misses FILE] [--only-measure | --as-measured]");
    return 2;
}

var hold = Option("--hold") ?? "hlnruy";
var rounds = int.Parse(Option("--rounds") ?? "3", System.Globalization.CultureInfo.InvariantCulture);
var clock = Stopwatch.StartNew();
var lines = Corpus.Read(args[0]);
Say($"{lines.Count} lines, {lines.Sum(line => line.Windows.Count)} windows");

// The bands are set on authors that the model has not seen.
var seen = lines.Where(line => !IsHeld(line)).ToList();
var held = lines.Where(IsHeld).ToList();
Say($"{seen.Count} lines to learn from; measured on {held.Count} lines of the authors {hold}");
var model = Model.Train(Burial.Of(seen), args[1], SentenceEncoder.Default, new Options(rounds, Option("--network")), Say);
var sums = model.Score(held);
var scales = Scales.Measure(sums);
Say("all held authors\n  " + scales.Report(sums));
foreach (var author in hold)
{
    Say($"author {author}\n  " + scales.Report([.. sums.Where(sum => sum.Line.Author.Length > 0 && sum.Line.Author[0] == author)]));
}

foreach (var style in sums.Select(sum => sum.Line.Style).Where(style => style.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
{
    Say($"style {style}\n  " + scales.Report([.. sums.Where(sum => string.Equals(sum.Line.Style, style, StringComparison.Ordinal))]));
}

foreach (var language in sums.Select(sum => sum.Line.Language).Where(language => language.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
{
    Say($"language {language}\n  " + scales.Report([.. sums.Where(sum => string.Equals(sum.Line.Language, language, StringComparison.Ordinal))]));
}

Say("lines by label and band\n" + scales.Confusion(sums));
if (Option("--misses") is { } misses)
{
    File.WriteAllLines(misses, sums.Where(sum => sum.Line.Label == "violation" ? scales.Band(sum) == 0 : sum.Line.Label == "permitted" && scales.Band(sum) > 0)
        .Select(sum => $"{sum.Line.Id}\t{sum.Line.Label}\t{sum.Line.Style}\t{sum.Line.Language}\t{sum.Line.Text.ReplaceLineEndings(" ")}"));
}

if (args.Contains("--only-measure", StringComparer.Ordinal))
{
    return 0;
}

// What ships learns from the held voices too. Its bands are those of the model that did not: it cannot be measured on what it has learned.
if (!args.Contains("--as-measured", StringComparer.Ordinal))
{
    Say("learning from all voices");
    model = Model.Train(Burial.Of(lines), args[1], SentenceEncoder.Default, new Options(rounds, Option("--network") is { } file ? file + ".all" : null), Say);
}

var (gate, weights) = model.Write(scales);
File.WriteAllBytes(Path.Combine(args[2], "gate.bin"), gate);
File.WriteAllBytes(Path.Combine(args[2], "redlines.bin"), weights);
Say($"wrote gate.bin ({gate.Length} bytes) and redlines.bin ({weights.Length} bytes)");
return 0;

bool IsHeld(CorpusLine line) => line.Author.Length == 1 && hold.Contains(line.Author[0], StringComparison.Ordinal);

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

void Say(string text) => Console.WriteLine($"[{clock.Elapsed.TotalSeconds:F0} s] {text}");
