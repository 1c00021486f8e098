namespace Concordat.Safeguards.Persons;

/// <summary>Numbers without separators: a telephone or Social Security number only when a word, the company of others, or standing alone says so.</summary>
internal struct BareNumbers
{
    private const int _kept = 32;

    private List<string>? _numbers;

    public void Take(ReadOnlySpan<byte> digits, PersonContext context)
    {
        var isPhone = PhoneNumbers.IsNorthAmerican(digits.Length == 11 && digits[0] == '1' ? digits[1..] : digits);
        var isSocial = digits.Length == 9 && context.Has(PersonContext.Ssn);
        if ((isPhone || isSocial) && (_numbers is null || _numbers.Count < _kept))
        {
            (_numbers ??= []).Add(System.Text.Encoding.ASCII.GetString(digits));
        }
    }

    public readonly void Report(Findings findings, PersonContext context)
    {
        if (_numbers is null)
        {
            return;
        }

        var phones = _numbers.Count(n => n.Length >= 10);
        var believed = context.Has(PersonContext.Phone) || context.Has(PersonContext.Alone) || phones >= 2;
        foreach (var number in _numbers)
        {
            if (number.Length == 9)
            {
                SocialSecurity.Report(findings, number);
            }
            else if (believed)
            {
                PhoneNumbers.ReportNorthAmerican(findings, number[^10..]);
            }
        }
    }
}
