using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace Skipcall.Commands.Api;

/// <summary>
/// The properties of a JSON object while it is read. Names differ by more than their case, as PowerShell's do; of a name that
/// comes twice the last value counts, as in JSON. Objects have few properties: looking through them beats a table.
/// </summary>
internal readonly struct ApiProperties
{
    // PowerShell 7 can make an object with room for its members. Without, each one costs an entry in a table that every garbage
    // collection walks: many times the price. Windows PowerShell has no such constructor.
    private static readonly Func<int, PSObject> s_create = typeof(PSObject).GetConstructor(new[] { typeof(int) }) is { } constructor
        ? Compile(constructor)
        : static _ => new PSObject();

    private readonly List<PSNoteProperty> _properties = new(8);

    public ApiProperties()
    {
    }

    public void Set(PSNoteProperty property)
    {
        for (var i = 0; i < _properties.Count; i++)
        {
            if (string.Equals(_properties[i].Name, property.Name, StringComparison.OrdinalIgnoreCase))
            {
                _properties[i] = property;
                return;
            }
        }

        _properties.Add(property);
    }

    public PSObject ToPSObject()
    {
        var result = s_create(_properties.Count);
        var members = result.Members;
        foreach (var property in _properties)
        {
            // Validated above: having the object ask itself for each name costs ten times as much.
            members.Add(property, preValidated: true);
        }

        return result;
    }

    private static Func<int, PSObject> Compile(ConstructorInfo constructor)
    {
        var capacity = Expression.Parameter(typeof(int));
        return Expression.Lambda<Func<int, PSObject>>(Expression.New(constructor, capacity), capacity).Compile();
    }
}
