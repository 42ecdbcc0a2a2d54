using System.Management.Automation;
using Skipcall.Engine.Decoding;

namespace Skipcall.Commands.Api;

/// <summary>
/// A property whose value is an object or a list, made when it is first looked at. A PSObject costs many times what reading
/// its JSON does, and few scripts look at everything.
/// </summary>
internal sealed class LazyProperty : PSNoteProperty
{
    private readonly StringPool _pool;
    private byte[]? _json;

    /// <param name="name">The property's name.</param>
    /// <param name="json">Its value, which has been read through once and is known to be JSON.</param>
    /// <param name="pool">Where its strings come from.</param>
    public LazyProperty(string name, byte[] json, StringPool pool)
        : base(name, null)
    {
        _json = json;
        _pool = pool;
    }

    /// <inheritdoc/>
    public override object? Value
    {
        get
        {
            if (_json is { } json)
            {
                var cursor = new JsonCursor(json, _pool);
                cursor.Next();
                base.Value = ApiRecordDecoder.ReadValue(ref cursor);
                _json = null;
            }

            return base.Value;
        }

        set
        {
            _json = null;
            base.Value = value;
        }
    }

    /// <summary>Adding a property to an object copies it, so a copy must not look at the value either.</summary>
    public override PSMemberInfo Copy() => _json is { } json ? new LazyProperty(Name, json, _pool) : new PSNoteProperty(Name, base.Value);

    /// <inheritdoc/>
    public override string ToString() => new PSNoteProperty(Name, Value).ToString();
}
