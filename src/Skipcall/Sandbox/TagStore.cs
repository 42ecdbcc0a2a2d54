namespace Skipcall.Sandboxing;

/// <summary>
/// The tags of a sandbox, initially those of its contacts. Contacts keep a deleted tag, because the effect of a deletion is not
/// documented.
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

    /// <summary>Creates a tag; null if the label exists.</summary>
    public Tag? Add(string label, bool isSuccessTag)
    {
        lock (_tags)
        {
            if (_tags.Exists(tag => string.Equals(tag.Label, label, StringComparison.Ordinal)))
            {
                return null;
            }

            // A tag that is created again after its deletion has a new id.
            var tag = new Tag(label)
            {
                Id = SampleTags.IdOf(FormattableString.Invariant($"{label} {++_added}")),
                IsSuccessTag = isSuccessTag,
            };
            _tags.Add(tag);
            return tag;
        }
    }

    /// <exception cref="SandboxError">The tag does not exist, or it is the last success tag.</exception>
    public void Remove(string id)
    {
        lock (_tags)
        {
            var tag = _tags.Find(tag => string.Equals(tag.Id, id, StringComparison.Ordinal)) ?? throw SandboxError.NotFound("Tag not found");
            if (tag.IsSuccessTag && _tags.Count(other => other.IsSuccessTag) == 1)
            {
                throw SandboxError.Invalid(
                    "The last success tag of a workspace can't be deleted (this is documented; the status 400 is an assumption of the sandbox)");
            }

            _tags.RemoveAll(other => ReferenceEquals(other, tag));
        }
    }
}
