namespace Concordat.Attestation;

/// <summary>The form of a document that shows what a deployment runs.</summary>
public enum EvidenceKind
{
    /// <summary>A statement that the provider signed, a DSSE envelope.</summary>
    Statement,

    /// <summary>An attestation document of an AWS Nitro Enclave, COSE_Sign1.</summary>
    AwsNitro,

    /// <summary>An AMD SEV-SNP report with its certificates, JSON.</summary>
    AmdSevSnp,

    /// <summary>A token of Microsoft Azure Attestation, JWT.</summary>
    AzureMaa,

    /// <summary>A token of Google Confidential Space, JWT.</summary>
    GoogleConfidentialSpace,

    /// <summary>A bundle of the NVIDIA Remote Attestation Service, detached EAT.</summary>
    NvidiaNras,
}
