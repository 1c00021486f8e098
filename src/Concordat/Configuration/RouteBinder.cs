using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Reads one entry of <c>models</c>, and what a deployment costs.</summary>
internal static class RouteBinder
{
    public static ModelConfig Model(SectionReader section)
    {
        var model = new ModelConfig { Name = section.Text("name"), StickyBy = section.Words("stickyBy", ConfigurationVocabulary.StickyMembers) };
        model = model with
        {
            Route = section.OneOf("route", ConfigurationVocabulary.Routes, model.Route),
            Failures = section.Number("failures", model.Failures, 1, 1000),
            Pause = section.Duration("pause", model.Pause, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
        };
        section.Close();
        return model;
    }

    public static DeploymentPrice Price(SectionReader section)
    {
        var price = new DeploymentPrice { Input = Amount(section, "input"), Output = Amount(section, "output") };
        price = price with { Currency = section.Text("currency", price.Currency) };
        if (price.Currency.Length != 3 || !price.Currency.All(char.IsAsciiLetterUpper))
        {
            section.Refuse(section.Raw("currency")!, "currency", "must be the three letters of a currency, such as `USD`");
        }

        section.Close();
        return price;
    }

    private static decimal Amount(SectionReader section, string key)
    {
        if (section.Decimal(key) is not { } amount)
        {
            if (section.Raw(key) is null)
            {
                section.Text(key); // tells that it is missing
            }

            return 0;
        }

        if (amount is < 0 or > DeploymentPrice.Most)
        {
            section.Refuse(section.Raw(key)!, key, "must be from 0 to 1000000, for a million tokens");
            return 0;
        }

        return amount;
    }
}
