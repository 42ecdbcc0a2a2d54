using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>What came of a scan.</summary>
internal sealed record ScanResult(
    Scenario Scenario,
    ModelService Service,
    IReadOnlyList<string> Written,
    IReadOnlyList<ScanReceipt> Receipts,
    IReadOnlyList<string> Warnings,
    Exception? Error,
    TimeSpan Took)
{
    /// <summary>The whole story, request by request.</summary>
    public string Describe()
    {
        var story = new StringBuilder();
        foreach (var exchange in Service.Exchanges)
        {
            story.AppendLine(exchange.ToString());
        }

        story.AppendLine(CultureInfo.InvariantCulture, $"written: {string.Join(' ', Written)}");
        foreach (var warning in Warnings)
        {
            story.AppendLine(warning);
        }

        return story.AppendLine(CultureInfo.InvariantCulture, $"{string.Join("; ", Receipts)} {Error?.Message} took {Took}").ToString();
    }
}
