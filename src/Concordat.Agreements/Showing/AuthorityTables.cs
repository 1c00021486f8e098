using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Agreements.Authorities;

namespace Concordat.Agreements.Showing;

/// <summary>Renders the register of authorities, for people and as JSON.</summary>
public static class AuthorityTables
{
    /// <summary>The register, and what a later list changes.</summary>
    /// <param name="uses">The authorities and the clauses that rest on them.</param>
    /// <param name="changes">What a later list says otherwise; none when there is no such list.</param>
    /// <param name="texts">The texts held against their hashes; none when there are none.</param>
    public static string Render(ImmutableArray<AuthorityUse> uses, ImmutableArray<AuthorityChange>? changes, ImmutableArray<AuthorityText>? texts)
    {
        var text = new StringBuilder();
        if (changes is null && texts is null)
        {
            uses.ToList().ForEach(use => Write(use, text));
        }

        if (changes is { } found)
        {
            found.ToList().ForEach(change => Write(change, text));
            text.Append(found.IsEmpty
                ? "nothing changes in the authorities that clauses rest on\n"
                : "No verdict changes by this: clauses decide by their conditions, which stay as the parties signed them.\n");
        }

        foreach (var each in texts ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"{each.Authority}@{each.Edition ?? "follows"}: {each.Words}\n");
        }

        return text.ToString();
    }

    /// <summary>The same as JSON.</summary>
    public static byte[] Json(ImmutableArray<AuthorityUse> uses, ImmutableArray<AuthorityChange>? changes, ImmutableArray<AuthorityText>? texts) => JsonText.Render(writer =>
    {
        writer.WriteStartObject();
        WriteAll(writer, "authorities", uses, WriteUse);
        if (changes is { } found)
        {
            WriteAll(writer, "changes", found, WriteChange);
        }

        if (texts is { } held)
        {
            WriteAll(writer, "texts", held, WriteText);
        }

        writer.WriteEndObject();
    });

    private static void Write(AuthorityUse use, StringBuilder text)
    {
        var authority = use.Authority;
        text.Append(CultureInfo.InvariantCulture, $"{authority.Id}: {authority.Citation}\n");
        text.Append(CultureInfo.InvariantCulture, $"    edition {authority.Edition ?? "not stated"}, {authority.Status}, looked at {authority.AsOf}\n");
        foreach (var (edition, clauses) in use.PinnedBy)
        {
            text.Append(CultureInfo.InvariantCulture, $"    stay with {edition}: {string.Join(", ", clauses)}\n");
        }

        text.Append(use.FollowedBy.IsEmpty ? "" : $"    follow it: {string.Join(", ", use.FollowedBy)}\n");
        text.Append(use.IsUsed ? "" : "    no clause rests on it\n");
    }

    private static void Write(AuthorityChange change, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{change.Use.Authority.Id}: {change.Change.Name}{(change.Change.Details.IsEmpty ? " is not in the other list" : "")}\n");
        foreach (var detail in change.Change.Details)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {detail}\n");
        }

        foreach (var (edition, clauses) in change.Use.PinnedBy)
        {
            text.Append(CultureInfo.InvariantCulture, $"    stay with {edition} until amended: {string.Join(", ", clauses)}\n");
        }

        text.Append(change.Move.IsEmpty ? "" : $"    follow what it has become, read them again: {string.Join(", ", change.Move)}\n");
    }

    private static void WriteUse(Utf8JsonWriter writer, AuthorityUse use)
    {
        writer.WriteString("id"u8, use.Authority.Id);
        writer.WriteString("citation"u8, use.Authority.Citation);
        writer.WriteString("edition"u8, use.Authority.Edition);
        writer.WriteString("status"u8, use.Authority.Status);
        writer.WriteString("asOf"u8, use.Authority.AsOf);
        writer.WriteStartObject("pinnedBy"u8);
        foreach (var (edition, clauses) in use.PinnedBy)
        {
            JsonText.WriteStrings(writer, edition, clauses.Select(static clause => clause.ToString()));
        }

        writer.WriteEndObject();
        JsonText.WriteStrings(writer, "followedBy", use.FollowedBy.Select(static clause => clause.ToString()));
    }

    private static void WriteChange(Utf8JsonWriter writer, AuthorityChange change)
    {
        writer.WriteString("id"u8, change.Use.Authority.Id);
        writer.WriteString("newEdition"u8, change.NewEdition);
        JsonText.WriteStrings(writer, "details", change.Change.Details);
        JsonText.WriteStrings(writer, "stay", change.Stay.Select(static clause => clause.ToString()));
        JsonText.WriteStrings(writer, "move", change.Move.Select(static clause => clause.ToString()));
    }

    private static void WriteText(Utf8JsonWriter writer, AuthorityText text)
    {
        writer.WriteString("id"u8, text.Authority);
        writer.WriteString("edition"u8, text.Edition);
        writer.WriteString("file"u8, text.File);
        writer.WriteString("hash"u8, text.Hash);
        writer.WriteString("stated"u8, text.Stated);
        writer.WriteBoolean("other"u8, text.IsOther);
    }

    private static void WriteAll<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> all, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var each in all)
        {
            writer.WriteStartObject();
            write(writer, each);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
