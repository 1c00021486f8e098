using System.Buffers;
using System.Globalization;
using System.Net;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks what identifies an agreement, who must sign it and when it holds.</summary>
internal static class MetadataChecks
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");
    internal static readonly string[] AlwaysRoles = ["department", "vendor"];

    public static void Run(AgreementSource source, DiagnosticList found)
    {
        var metadata = source.Metadata;
        var place = source.Place(AgreementSource.MetadataFile);
        void Fault(string property, string message)
        {
            var (line, column) = JsonPlace.OfProperty(source.MetadataText, property);
            found.Error(AgreementCodes.Metadata, message, place, line, column);
        }

        if (!string.Equals(metadata.Format, AgreementMetadata.CurrentFormat, StringComparison.Ordinal))
        {
            Fault("format", $"unknown format `{metadata.Format}`; this version reads `{AgreementMetadata.CurrentFormat}`");
        }

        if (metadata.Id.Length is 0 or > 100 || metadata.Id.AsSpan().ContainsAnyExcept(IdCharacters))
        {
            Fault("id", $"`{metadata.Id}` is not an identifier of an agreement; use lower-case letters, digits, `-` and `.`");
        }

        if (!IsVersion(metadata.Version))
        {
            Fault("version", $"`{metadata.Version}` is not a version; write three numbers, such as `1.0.0`");
        }

        if (string.IsNullOrWhiteSpace(metadata.Title))
        {
            Fault("title", "the title is empty");
        }

        if (metadata.Previous is { } previous && !Hashes.IsSha256(previous))
        {
            Fault("previous", "the previous version is named by the 64 lower-case hexadecimal digits of its hash; write null for a first version");
        }

        CheckTime(metadata, Fault);
        CheckRoles(metadata, Fault);
        CheckTerms(metadata, Fault);
        QuorumChecks.Run(metadata, Fault);
        HardwareKeyChecks.Run(metadata, Fault);
        NetworkChecks.Run(metadata, Fault);
        SuspensionChecks.Run(metadata, Fault);
        TerminationChecks.Run(metadata, Fault);
        OrderIssuerChecks.Run(metadata, Fault);
        EquivalenceChecks.Run(metadata, Fault);
        CloudChecks.Run(metadata, Fault);
        NameChecks.Run(metadata, Fault);
        WithheldChecks.Run(source, Fault);
    }

    private static void CheckTime(AgreementMetadata metadata, Action<string, string> fault)
    {
        var hasStart = Dates.TryInstant(metadata.Effective, out var effective);
        if (!hasStart)
        {
            fault("effective", $"`{metadata.Effective}` is not a time; write `effective` in UTC as `2026-11-01T00:00:00Z`");
        }

        if (metadata.Urgent is { } urgent && (string.IsNullOrWhiteSpace(urgent) || urgent.Length > 500 || metadata.Previous is null))
        {
            fault("urgent", "`urgent` says in 1 to 500 characters why an amendment waits for no notice; leave it out where it does, and of a first version");
        }

        if (metadata.Expires is null)
        {
            return;
        }

        if (!Dates.TryInstant(metadata.Expires, out var expires))
        {
            fault("expires", $"`{metadata.Expires}` is not a time; write `expires` in UTC as `2027-11-01T00:00:00Z`, or null");
        }
        else if (hasStart && expires <= effective)
        {
            fault("expires", "the agreement expires before it takes effect");
        }
    }

    private static void CheckRoles(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Roles.IsDefault)
        {
            fault("roles", "`roles` is null; list the roles that must sign");
            return;
        }

        foreach (var role in AlwaysRoles.Where(role => !metadata.Roles.Contains(role, StringComparer.Ordinal)))
        {
            fault("roles", $"`roles` lacks `{role}`; an agreement has at least the roles department and vendor");
        }

        foreach (var role in metadata.Roles.GroupBy(role => role, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            fault("roles", $"`roles` names `{role.Key}` twice");
        }

        if (metadata.Roles.Any(string.IsNullOrWhiteSpace))
        {
            fault("roles", "`roles` has an empty name");
        }
    }

    private static void CheckTerms(AgreementMetadata metadata, Action<string, string> fault)
    {
        var terms = metadata.Terms;
        if (terms.Continuity is not ("hold" or "continue"))
        {
            fault("continuity", $"unknown continuity `{terms.Continuity}`; known are hold and continue");
        }

        if (terms.NoticeDays < 0 || terms.RulingHours <= 0 || terms.UrgentRulingHours <= 0 || terms.WindowDays <= 0)
        {
            fault("terms", "the terms count days and hours in numbers above 0 (noticeDays may be 0)");
        }

        if (terms.Witnesses.IsDefault || (!metadata.Roles.IsDefault && terms.Witnesses.Any(witness => !metadata.Roles.Contains(witness, StringComparer.Ordinal))))
        {
            fault("witnesses", "the terms name a witness of a role that is not among `roles`");
        }

        if (terms.WithoutQuorum is not (null or "continue" or "stop"))
        {
            fault("withoutQuorum", $"unknown withoutQuorum `{terms.WithoutQuorum}`; known are continue and stop");
        }

        if (terms.People is not (null or "configured" or AgreementTerms.AppointedPeople))
        {
            fault("people", $"unknown people `{terms.People}`; known are {AgreementTerms.AppointedPeople}, by their own parties, and configured");
        }

        if (terms.QuorumGraceMinutes is < 0 or > 525_600)
        {
            fault("quorumGraceMinutes", "quorumGraceMinutes is from 0 to 525600, which is a year");
        }

        if (terms.JudgeClearsBelow is < 41 or > 70)
        {
            fault("judgeClearsBelow", "judgeClearsBelow is a score from 41 to 70: a judge lowers what is possible, and nothing else");
        }

        foreach (var block in terms.Addresses is { IsDefault: false } listed ? listed : [])
        {
            if (!IPNetwork.TryParse(block, out _))
            {
                fault("addresses", $"`{block}` is not a block of addresses; write one as `10.20.0.0/16`");
            }
        }

        if (terms.StopsWithoutQuorum && terms.Witnesses is { IsDefault: false, IsEmpty: true })
        {
            fault("withoutQuorum", "withoutQuorum is stop, and the terms name no witnesses that could give a quorum");
        }
    }

    private static bool IsVersion(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }
}
