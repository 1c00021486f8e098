using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>agreement</c>: the usage agreement as a document.</summary>
internal sealed class AgreementCommand : Command
{
    public AgreementCommand(CommandServices services)
        : base("agreement", "Read, check, prove, compare, sign and verify the usage agreement.")
    {
        Add(new AgreementShowCommand(services));
        Add(new AgreementLintCommand(services));
        Add(new AgreementProveCommand(services));
        Add(new AgreementDiffCommand(services));
        Add(new AgreementSignCommand(services));
        Add(new AgreementVerifyCommand(services));
        Add(new AgreementInstanceCommand(services));
        Add(new AgreementCompareCommand(services));
        Add(new AgreementPublishCommand(services));
        Add(new AgreementTermsCommand(services));
        Add(new AgreementAuthoritiesCommand(services));
    }
}
