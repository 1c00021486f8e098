namespace Concordat.Configuration;

/// <summary>Writes the hash of an accepted definition into a configuration, leaving all else as people wrote it.</summary>
internal static class ToolDefinitionEdit
{
    /// <summary>The tool as one line of the list <c>tools</c>.</summary>
    public static string Line(string tool, string effect, string hash) => $"- {{ name: {tool}, effect: {effect}, definition: {hash} }}";

    /// <summary>The changed text; null where the file is laid out in a way that this does not know, or would come to mean something else.</summary>
    public static string? Apply(string text, string path, string tool, string effect, string hash)
    {
        if (YamlTreeReader.Read(text, new ConfigurationFindings(path)) is not { } before)
        {
            return null;
        }

        var lines = text.Split('\n').ToList();
        var present = Tools(before)?.Items.OfType<MappingNode>().FirstOrDefault(item => Value(item, "name")?.Text == tool);
        if (!(present is null ? Add(lines, before, Line(tool, effect, hash)) : Change(lines, present, hash)))
        {
            return null;
        }

        var changed = string.Join('\n', lines);
        return YamlTreeReader.Read(changed, new ConfigurationFindings(path)) is { } after && Says(before, after, tool, effect, hash) ? changed : null;
    }

    private static bool Change(List<string> lines, MappingNode item, string hash)
    {
        if (Value(item, "definition") is { } old)
        {
            return Replace(lines, old, hash);
        }

        var (key, effect) = (item.Entries.FirstOrDefault(entry => entry.Key.Text is "effect").Key, Value(item, "effect"));
        if (key is null || effect is not { Quoted: false })
        {
            return false;
        }

        var line = lines[effect.Line - 1];
        var end = effect.Column - 1 + effect.Text.Length;
        if (line[..(key.Column - 1)].Contains('{', StringComparison.Ordinal))
        {
            lines[effect.Line - 1] = $"{line[..end]}, definition: {hash}{line[end..]}";
        }
        else
        {
            lines.Insert(effect.Line, $"{new string(' ', key.Column - 1)}definition: {hash}{(line.EndsWith('\r') ? "\r" : "")}");
        }

        return true;
    }

    private static bool Replace(List<string> lines, ScalarNode old, string hash)
    {
        var line = lines[old.Line - 1];
        var at = line.IndexOf(old.Text, old.Column - 1, StringComparison.Ordinal);
        if (at < 0 || old.Text.Length == 0)
        {
            return false;
        }

        lines[old.Line - 1] = line[..at] + hash + line[(at + old.Text.Length)..];
        return true;
    }

    private static bool Add(List<string> lines, MappingNode root, string entry)
    {
        if (root.Entries.FirstOrDefault(each => each.Key.Text is "tools") is not { Key: { } } tools)
        {
            lines.Insert(lines[^1].Length == 0 ? lines.Count - 1 : lines.Count, $"tools:\n  {entry}");
            return true;
        }

        if (tools.Value is not SequenceNode { Items: [{ } first, ..] })
        {
            return false;
        }

        var line = lines[first.Line - 1];
        var dash = line.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || line[..dash].Trim().Length > 0)
        {
            return false;
        }

        lines.Insert(first.Line - 1, line[..dash] + entry + (line.EndsWith('\r') ? "\r" : ""));
        return true;
    }

    /// <summary>Whether the list holds what it held, and the tool as it was accepted, and nothing else has changed.</summary>
    private static bool Says(MappingNode before, MappingNode after, string tool, string effect, string hash)
    {
        var was = Tools(before)?.Items.OfType<MappingNode>().Where(item => Value(item, "name")?.Text != tool).Select(Shown).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        var items = Tools(after)?.Items.OfType<MappingNode>().ToList() ?? [];
        return was.SequenceEqual(items.Where(item => Value(item, "name")?.Text != tool).Select(Shown).Order(StringComparer.Ordinal), StringComparer.Ordinal)
            && items.Where(item => Value(item, "name")?.Text == tool).ToList() is [{ } written]
            && Value(written, "effect")?.Text == effect && Value(written, "definition")?.Text == hash
            && Others(before).SequenceEqual(Others(after), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Others(MappingNode root) =>
        root.Entries.Where(entry => entry.Key.Text is not "tools").Select(entry => $"{entry.Key.Text}: {Shown(entry.Value)}");

    private static string Shown(ConfigurationNode node) => node switch
    {
        ScalarNode scalar => $"'{scalar.Text}'",
        MappingNode mapping => "{" + string.Join(", ", mapping.Entries.Select(entry => $"'{entry.Key.Text}': {Shown(entry.Value)}")) + "}",
        SequenceNode sequence => "[" + string.Join(", ", sequence.Items.Select(Shown)) + "]",
        _ => "",
    };

    private static SequenceNode? Tools(MappingNode root) => root.Entries.FirstOrDefault(entry => entry.Key.Text is "tools").Value as SequenceNode;

    private static ScalarNode? Value(MappingNode item, string key) => item.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value as ScalarNode;
}
