using System;

namespace Skipcall.Commands.Api;

/// <summary>One item of any list of the API.</summary>
/// <param name="Id">Its id; null when it has none.</param>
/// <param name="CreatedAt">When it was made; null when it does not say.</param>
/// <param name="Value">What is written to the pipeline: an object, or JSON text.</param>
internal sealed record ApiRecord(string? Id, DateTimeOffset? CreatedAt, object? Value);
