namespace Skipcall.Engine.Changes;

/// <summary>The statuses and tag labels of a state file. Each is written out once, where it first occurs, and by number from then on.</summary>
internal sealed class StateWords
{
    private readonly List<string> _words = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public string this[int number] => number >= 0 && number < _words.Count ? _words[number] : throw new InvalidDataException("It refers to a text that it does not contain.");

    /// <summary>The number of a word; a new one if it had none.</summary>
    public int Number(string word, out bool isNew)
    {
        isNew = !_numbers.TryGetValue(word, out var number);
        if (isNew)
        {
            number = _words.Count;
            _numbers.Add(word, number);
            _words.Add(word);
        }

        return number;
    }
}
