using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Reads one entry of <c>budgets</c>.</summary>
internal static class BudgetBinder
{
    public static BudgetConfig Bind(SectionReader section)
    {
        var budget = new BudgetConfig
        {
            Name = section.Text("name"),
            UseCase = section.OptionalText("useCase"),
            Key = section.OptionalText("key"),
            Model = section.OptionalText("model"),
            Each = section.Words("each", ConfigurationVocabulary.BudgetSubjects),
            Count = section.OneOf("count", ConfigurationVocabulary.BudgetCounts),
            Per = section.Raw("per") is null ? null : section.OneOf("per", ConfigurationVocabulary.BudgetWindows),
            Most = section.Decimal("most") ?? Missing(section),
            Currency = section.OptionalText("currency"),
            Hard = section.Flag("hard", false),
        };
        section.Close();
        return budget;
    }

    private static decimal Missing(SectionReader section)
    {
        if (section.Raw("most") is null)
        {
            section.Text("most"); // says that it is missing
        }

        return 1;
    }
}
