using System.Collections.Immutable;
using System.Security.Cryptography;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;

namespace Concordat.Agreements.Authorities;

/// <summary>The authorities of an agreement as a register: who rests on what, what a change of the law touches, whose text is at hand.</summary>
/// <remarks>
/// No authority is read when a request is decided: clauses decide on facts, by conditions that the parties signed. A changed authority
/// therefore widens or narrows nothing by itself; it says which clauses people should read again.
/// </remarks>
public static class AuthorityRegister
{
    private const long MaxTextBytes = 64 * 1024 * 1024;

    /// <summary>Each authority with the clauses that rest on it, in the order of the list; none when the agreement does not pass the lint.</summary>
    public static ImmutableArray<AuthorityUse> Uses(AgreementSource source, out ImmutableArray<AgreementDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = new DiagnosticList();
        var model = AgreementLint.Compile(source, found);
        diagnostics = found.ToImmutable();
        return model is null ? [] : [.. source.Authorities.Select(authority => UseOf(authority, model.Clauses))];
    }

    /// <summary>Reads a list of authorities, such as a later edition of authorities.json.</summary>
    /// <param name="file">The file.</param>
    /// <param name="diagnostics">Why it cannot be read; empty when it can.</param>
    public static ImmutableArray<Authority> Read(string file, out ImmutableArray<AgreementDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(file);
        var found = new DiagnosticList();
        ImmutableArray<Authority> read = [];
        if (SourceReader.ReadText(file, found) is { } text)
        {
            read = SourceReader.ReadJson(text, file, AgreementJsonContext.Default.ImmutableArrayAuthority, AgreementCodes.SourceJson, found);
            AuthorityChecks.RunData(read, text, file, found);
        }

        diagnostics = [.. found.ToImmutable().Where(static each => each.IsError)];
        return diagnostics.IsEmpty ? read : [];
    }

    /// <summary>What another list, of a later day, says otherwise of the authorities that clauses rest on.</summary>
    public static ImmutableArray<AuthorityChange> Changes(ImmutableArray<AuthorityUse> uses, ImmutableArray<Authority> later)
    {
        var byId = later.ToDictionary(static authority => authority.Id, StringComparer.Ordinal);
        return
        [
            .. from use in uses
               where use.IsUsed
               let change = TextDiff.Authorities([use.Authority], byId.TryGetValue(use.Authority.Id, out var now) ? [now] : [])
               where !change.IsEmpty
               let edition = byId.GetValueOrDefault(use.Authority.Id)?.Edition
               select new AuthorityChange(use, change[0], edition == use.Authority.Edition ? null : edition),
        ];
    }

    /// <summary>Holds texts in a folder, named by the authority's identifier or <c>id@edition</c> with any ending, against the stated hashes.</summary>
    /// <exception cref="IOException">A text cannot be read, or has more than 64 MiB.</exception>
    public static ImmutableArray<AuthorityText> Texts(ImmutableArray<Authority> authorities, string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .GroupBy(static file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        var texts = ImmutableArray.CreateBuilder<AuthorityText>();
        foreach (var authority in authorities)
        {
            var newest = files.GetValueOrDefault($"{authority.Id}@{authority.Edition}") ?? files.GetValueOrDefault(authority.Id);
            texts.Add(TextOf(authority.Id, authority.Edition, newest, authority.TextHash));
            texts.AddRange((authority.Earlier ?? []).Select(edition =>
                TextOf(authority.Id, edition.Edition, files.GetValueOrDefault($"{authority.Id}@{edition.Edition}"), edition.TextHash)));
        }

        return texts.ToImmutable();
    }

    private static AuthorityUse UseOf(Authority authority, ImmutableArray<Clause> clauses)
    {
        var resting = clauses.SelectMany(static clause => clause.Authorities, static (clause, reference) => (clause.Id, Reference: reference))
            .Where(each => each.Reference.Id == authority.Id).ToList();
        return new AuthorityUse(
            authority,
            resting.Where(static each => !each.Reference.Follows).GroupBy(static each => each.Reference.Edition!, static each => each.Id, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(static group => group.Key, static group => group.ToImmutableArray(), StringComparer.Ordinal),
            [.. resting.Where(static each => each.Reference.Follows).Select(static each => each.Id)]);
    }

    private static AuthorityText TextOf(string id, string? edition, string? file, string? stated)
    {
        if (file is null)
        {
            return new AuthorityText(id, edition, null, null, stated);
        }

        using var stream = File.OpenRead(file);
        return stream.Length > MaxTextBytes
            ? throw new IOException($"{file}: the text has more than {MaxTextBytes / 1024 / 1024} MiB")
            : new AuthorityText(id, edition, file, Convert.ToHexStringLower(SHA256.HashData(stream)), stated);
    }
}
