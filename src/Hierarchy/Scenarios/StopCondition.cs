using System.Globalization;

namespace Hierarchy.Scenarios;

/// <summary>
/// When a run may end before time.end: a comparison of two expressions in its quantities, as in |covariance_xx - covariance_yy| &lt; 1e-6. Sums, products,
/// quotients, brackets and absolute values; &lt; or &gt;. A quantity that the run does not have holds nowhere.
/// </summary>
internal sealed class StopCondition
{
    private const int LongestText = 1000, DeepestNesting = 50;
    private readonly string _text;
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private int _at, _depth;
    private Func<Func<string, double>, double> _left = _ => double.NaN, _right = _ => double.NaN;
    private bool _isLess;

    private StopCondition(string text) => _text = text;

    /// <summary>The quantities that it names.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Reads a condition.</summary>
    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static StopCondition Parse(string text)
    {
        if (text.Length > LongestText)
            throw new FormatException($"is longer than {LongestText} characters");
        var condition = new StopCondition(text);
        condition._left = condition.Sum();
        condition._isLess = condition.Next() == '<';
        if (!condition._isLess && condition.Next() != '>')
            throw condition.Wrong("< or >");
        condition._at++;
        condition._right = condition.Sum();
        return condition.Next() == '\0' ? condition : throw condition.Wrong("the end");
    }

    /// <summary>Whether it holds for values; an unknown value is NaN, for which nothing holds.</summary>
    public bool Holds(Func<string, double> values)
    {
        double left = _left(values), right = _right(values);
        return _isLess ? left < right : left > right;
    }

    public override string ToString() => _text;

    private Func<Func<string, double>, double> Sum()
    {
        Func<Func<string, double>, double> sum = Product();
        while (Next() is ('+' or '-') and var sign)
        {
            _at++;
            (Func<Func<string, double>, double> first, Func<Func<string, double>, double> second) = (sum, Product());
            sum = sign == '+' ? values => first(values) + second(values) : values => first(values) - second(values);
        }
        return sum;
    }

    private Func<Func<string, double>, double> Product()
    {
        Func<Func<string, double>, double> product = Factor();
        while (Next() is ('*' or '/') and var sign)
        {
            _at++;
            (Func<Func<string, double>, double> first, Func<Func<string, double>, double> second) = (product, Factor());
            product = sign == '*' ? values => first(values) * second(values) : values => first(values) / second(values);
        }
        return product;
    }

    private Func<Func<string, double>, double> Factor()
    {
        if (++_depth > DeepestNesting)
            throw new FormatException($"nests deeper than {DeepestNesting}");
        Func<Func<string, double>, double> factor = Next() switch
        {
            '-' => Negative(),
            '(' => Bracket(')', static value => value),
            '|' => Bracket('|', Math.Abs),
            >= '0' and <= '9' or '.' => Number(),
            var c when char.IsAsciiLetter(c) => Name(),
            _ => throw Wrong("a number, a quantity, a bracket or |"),
        };
        _depth--;
        return factor;
    }

    private Func<Func<string, double>, double> Negative()
    {
        _at++;
        Func<Func<string, double>, double> inner = Factor();
        return values => -inner(values);
    }

    private Func<Func<string, double>, double> Bracket(char end, Func<double, double> of)
    {
        _at++;
        Func<Func<string, double>, double> inner = Sum();
        if (Next() != end)
            throw Wrong($"\"{end}\"");
        _at++;
        return values => of(inner(values));
    }

    private Func<Func<string, double>, double> Number()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '.' or 'e' or 'E' || (_text[_at] is '+' or '-' && _text[_at - 1] is 'e' or 'E')))
            _at++;
        string text = _text[start.._at];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? _ => value
            : throw new FormatException($"holds \"{text}\", which is no number");
    }

    private Func<Func<string, double>, double> Name()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
            _at++;
        string name = _text[start.._at].ToLowerInvariant();
        _names.Add(name);
        return values => values(name);
    }

    /// <summary>The next character that is no blank; zero at the end.</summary>
    private char Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private FormatException Wrong(string expected) => new($"needs {expected} at character {_at + 1}, as in |covariance_xx - covariance_yy| < 1e-6");
}
