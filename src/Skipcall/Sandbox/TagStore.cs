namespace Skipcall.Sandboxing;

/// <summary>
/// The tags of a sandbox, at first those of its contacts. What deleting a tag does to the contacts that have it is not
/// documented, so they keep it.
/// </summary>
internal sealed class TagStore
{
    private readonly List<Tag> _tags = new();
    private int _added;

    public TagStore(IEnumerable<Tag> tags)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        _tags.AddRange(tags.Where(tag => ids.Add(tag.Id)));
    }

    /// <summary>Creates a tag; null if there is one with that label.</summary>
    public Tag? Add(string label, bool isSuccessTag)
    {
        lock (_tags)
        {
            if (_tags.Exists(tag => string.Equals(tag.Label, label, StringComparison.Ordinal)))
            {
                return null;
            }

            // Numbered, because a tag created again after its deletion is another tag.
            var tag = new Tag(label)
            {
                Id = SampleTags.IdOf(FormattableString.Invariant($"{label} {++_added}")),
                IsSuccessTag = isSuccessTag,
            };
            _tags.Add(tag);
            return tag;
        }
    }

    /// <exception cref="SandboxRefusal">There is no such tag, or it is the last success tag.</exception>
    public void Remove(string id)
    {
        lock (_tags)
        {
            var tag = _tags.Find(tag => string.Equals(tag.Id, id, StringComparison.Ordinal)) ?? throw SandboxRefusal.NotFound("Tag not found");
            if (tag.IsSuccessTag && _tags.Count(other => other.IsSuccessTag) == 1)
            {
                throw SandboxRefusal.Invalid(
                    "The last success tag of a workspace can't be deleted (this is documented; the status 400 is an assumption of the sandbox)");
            }

            _tags.RemoveAll(other => ReferenceEquals(other, tag));
        }
    }
}
