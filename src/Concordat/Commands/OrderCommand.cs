using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>order</c>: signed orders against vendors, models, places and use cases.</summary>
internal sealed class OrderCommand : Command
{
    public OrderCommand(CommandServices services)
        : base("order", "Sign, apply, list and explain stop-use orders, restrictions, suspensions, and what courts and issuers say about them.")
    {
        Add(new OrderSignCommand(services));
        Add(new OrderApplyCommand(services));
        Add(new OrderRespondCommand(services));
        Add(new OrderListCommand(services));
        Add(new OrderShowCommand(services));
        Add(new OrderExplainCommand(services));
        Add(new OrderPlanCommand(services));
        Add(new OrderCertifyCommand(services));
        Add(new OrderCertificateCommand(services));
    }
}
