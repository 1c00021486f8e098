using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>The section <c>orders</c>: who may sign orders.</summary>
internal static class OrdersBinder
{
    private static readonly TimeSpan Least = TimeSpan.FromHours(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(30);

    public static OrdersConfig Bind(SectionReader section)
    {
        var orders = new OrdersConfig { Issuers = section.Sections("issuers", Issuer) };
        orders = orders with { Emergency = section.Duration("emergency", orders.Emergency, Least, Most) };
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
