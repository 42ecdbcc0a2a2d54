using System;
using System.Management.Automation;
using Skipcall.Engine.Http;

namespace Skipcall.Commands;

/// <summary>Lets a key be given as plain text too, as vaults and environment variables give it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ApiKeyTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? ApiKeyText.Protect(text) : inputData;
}
