using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>The section <c>orders</c>: who may sign orders, and when people are reminded of them.</summary>
internal static class OrdersBinder
{
    public static OrdersConfig Bind(SectionReader section)
    {
        var orders = new OrdersConfig { Issuers = section.Sections("issuers", Issuer) };
        orders = orders with { Reminders = section.Numbers("reminders", orders.Reminders, 1, 365, most: 8) };
        section.Moved("emergency", "the agreement says how long one party stops alone: write `terms.suspension.emergency` in agreement.json, let all parties sign it, and take this line out");
        section.Close();
        return orders;
    }

    private static OrderIssuerConfig Issuer(SectionReader section)
    {
        var issuer = new OrderIssuerConfig
        {
            Id = section.Text("id"),
            Name = section.Text("name"),
            Party = section.OptionalText("party"),
            Key = section.FilePath("key"),
            Acts = section.Words("acts", ConfigurationVocabulary.OrderActs),
        };
        section.Close();
        return issuer;
    }
}
