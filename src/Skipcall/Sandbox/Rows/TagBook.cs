using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>
/// The tags of a sandbox: at first those that its rows carry. What happens to a row that carries a deleted tag is not
/// known, so rows keep what they have.
/// </summary>
internal sealed class TagBook
{
    private readonly List<Tag> _tags = new();
    private int _added;

    public TagBook(IEnumerable<SandboxSequence> sequences)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        _tags.AddRange(sequences.SelectMany(sequence => sequence.Tags).Where(tag => ids.Add(tag.Id)));
    }

    /// <summary>A new tag; null when there is one of that label.</summary>
    public Tag? Add(string label, bool isSuccessTag)
    {
        lock (_tags)
        {
            if (_tags.Exists(tag => string.Equals(tag.Label, label, StringComparison.Ordinal)))
            {
                return null;
            }

            // With a number, because a tag that comes again after it was deleted is another one.
            _added++;
            var tag = new Tag(label)
            {
                Id = SampleTags.IdOf(label + " " + _added.ToString(CultureInfo.InvariantCulture)),
                IsSuccessTag = isSuccessTag,
            };
            _tags.Add(tag);
            return tag;
        }
    }

    /// <summary>Removes a tag, unless it is the last one that counts as a success.</summary>
    public TagRemoval Remove(string id)
    {
        lock (_tags)
        {
            var index = _tags.FindIndex(tag => string.Equals(tag.Id, id, StringComparison.Ordinal));
            if (index < 0)
            {
                return TagRemoval.Unknown;
            }

            if (_tags[index].IsSuccessTag && _tags.Count(tag => tag.IsSuccessTag) == 1)
            {
                return TagRemoval.LastSuccessTag;
            }

            _tags.RemoveAt(index);
            return TagRemoval.Removed;
        }
    }
}

/// <summary>How the removal of a tag ended.</summary>
internal enum TagRemoval
{
    Removed,
    Unknown,
    LastSuccessTag,
}
