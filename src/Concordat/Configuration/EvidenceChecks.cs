using System.Globalization;
using Concordat.Attestation;
using Concordat.Attestation.Bills;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;

namespace Concordat.Configuration;

/// <summary>Checks what deployments must show, their bills of materials and the accreditation of their networks.</summary>
internal static class EvidenceChecks
{
    public static void Run(IReadOnlyList<DeploymentConfig> deployments, ConfigurationFindings findings)
    {
        for (var i = 0; i < deployments.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"deployments[{i}]");
            Bill(deployments[i].Bill, ofModel: true, $"{path}.bill", findings);
            Nations(deployments[i].Accreditation, $"{path}.accreditation", findings);
            if (deployments[i].Evidence is { } evidence && EvidenceKinds.TryParse(evidence.Kind, out var kind))
            {
                Evidence(deployments[i], evidence, kind, $"{path}.evidence", findings);
            }
        }
    }

    private static void Evidence(DeploymentConfig deployment, EvidenceConfig evidence, EvidenceKind kind, string path, ConfigurationFindings findings)
    {
        var isStatement = kind == EvidenceKind.Statement;
        var isToken = EvidenceKinds.IsToken(kind);
        (string Member, bool Has, bool Needs, bool May)[] members =
        [
            ("file", evidence.File is not null, isStatement, isStatement),
            ("signedBy", evidence.SignedBy is not null, isStatement, isStatement),
            ("url", evidence.Url is not null, !isStatement, !isStatement),
            ("keys", evidence.Keys is not null, isToken, isToken),
            ("issuer", evidence.Issuer is not null, isToken, isToken),
            ("audience", evidence.Audience is not null, kind == EvidenceKind.GoogleConfidentialSpace, isToken),
            ("firmware", evidence.Firmware.Count > 0, false, kind == EvidenceKind.AmdSevSnp),
            ("bindsKey", evidence.BindsKey, false, EvidenceKinds.CanBindKey(kind)),
            ("measurements", evidence.Measurements.Count > 0, EvidenceKinds.CanBindKey(kind), true),
        ];
        foreach (var (member, has, needs, may) in members)
        {
            if (needs && !has)
            {
                findings.AddAt(path, $"missing key `{path}.{member}`, which `kind: {evidence.Kind}` needs");
            }
            else if (has && !may)
            {
                findings.AddAt($"{path}.{member}", $"`{path}.{member}` has no meaning for `kind: {evidence.Kind}`; remove one of the two");
            }
        }

        Url(evidence.Url, $"{path}.url", findings);
        if (evidence.BindsKey && deployment.Url?.StartsWith("https://", StringComparison.Ordinal) != true)
        {
            findings.AddAt($"{path}.bindsKey", $"`{path}.bindsKey` needs a deployment at an `https` URL: without TLS there is no key");
        }

        Measurements(evidence.Measurements, $"{path}.measurements", findings);
        Files(deployment, path, findings);
    }

    private static void Url(string? text, string path, ConfigurationFindings findings)
    {
        if (text is not { Length: > 0 })
        {
            return;
        }

        if (!Uri.TryCreate(text.Replace("{nonce}", "00", StringComparison.Ordinal), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            findings.AddAt(path, $"`{path}` must be a URL that begins with `https://` (or `http://`), without user and password");
        }
        else if (!text.Contains("{nonce}", StringComparison.Ordinal))
        {
            findings.AddAt(path, $"`{path}` must have `{{nonce}}` where the nonce goes: without one, an old document could be sent again");
        }
    }

    private static void Measurements(IReadOnlyList<MeasurementConfig> measurements, string path, ConfigurationFindings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < measurements.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (measurements[i].Values.Count == 0)
            {
                findings.AddAt(at, $"`{at}.values` names no value, so nothing could count");
            }

            if (measurements[i].Name.Length > 0 && !seen.Add(measurements[i].Name))
            {
                findings.AddAt($"{at}.name", $"`{at}.name` is there twice; write all its values in one list");
            }
        }
    }

    private static void Files(DeploymentConfig deployment, string path, ConfigurationFindings findings)
    {
        if (findings.Any)
        {
            return; // a file is opened once the rest is right
        }

        try
        {
            DeploymentEvidence.DemandOf(deployment);
        }
        catch (InvalidOperationException fault)
        {
            findings.AddAt(path, $"`{path}` cannot be used: {fault.Message}");
        }
    }

    /// <param name="ofModel">Whether the bill must name a model.</param>
    public static void Bill(string? bill, bool ofModel, string path, ConfigurationFindings findings)
    {
        if (bill is not { Length: > 0 })
        {
            return;
        }

        try
        {
            AiBill.Read(File.ReadAllBytes(bill), ofModel);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.AddAt(path, $"`{path}` names a file that does not exist, `{bill}`");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            findings.AddAt(path, $"`{path}` cannot be used: {fault.Message}");
        }
    }

    private static void Nations(AccreditationConfig? accreditation, string path, ConfigurationFindings findings)
    {
        if (accreditation is null)
        {
            return;
        }

        foreach (var nation in accreditation.Nations.Where(nation => nation.Length > 0 && (nation.Length != 3 || !nation.All(char.IsAsciiLetterUpper))))
        {
            findings.AddAt($"{path}.nations", $"`{path}.nations` must hold ISO 3166 trigraphs such as `USA`, not `{nation}`");
        }

        if (accreditation.Ceiling is ['N', 'A', 'T', 'O', ..] or ['C', 'O', 'S', 'M', 'I', 'C', ..] && !accreditation.Nations.Any(static nation => nation != "USA"))
        {
            findings.AddAt(path, $"`{path}.nations` must name the nations that read on a NATO network, beside or instead of `USA`");
        }
    }
}
