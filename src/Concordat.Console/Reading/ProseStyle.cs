namespace Concordat.Console.Reading;

public enum ProseStyle
{
    Plain,
    Strong,
    Emphasis,
    Code,
}
