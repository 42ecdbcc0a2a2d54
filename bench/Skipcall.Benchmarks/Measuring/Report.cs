using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>The one table, printed row by row as it comes, and kept for the JSON file.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly List<ReportRow> _rows = new();
    private readonly TextWriter _output = Console.Out;
    private string? _case;

    /// <summary>The machine, in one line.</summary>
    public static string Machine { get; } = string.Format(
        CultureInfo.InvariantCulture,
        "{0} cores, {1:0} GB of memory, {2}, {3} {4}, server garbage collector: {5}",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.OSArchitecture,
        System.Runtime.GCSettings.IsServerGC ? "yes" : "no");

    public void Start()
    {
        _output.WriteLine(Machine);
        _output.WriteLine();
    }

    /// <summary>Adds rows that were measured together, round by round; each is compared with the row it names.</summary>
    public void Add(string caseName, IReadOnlyList<ReportRow> rows)
    {
        if (_case != caseName)
        {
            _output.WriteLine();
            _output.WriteLine($"**{caseName}**");
            _output.WriteLine();
            _output.WriteLine("| what | median | least to most | times | at best | against |");
            _output.WriteLine("|---|---:|---:|---:|---:|---|");
            _case = caseName;
        }

        foreach (var row in rows)
        {
            _rows.Add(row);
            _output.WriteLine(Format(row));
        }
    }

    public void Note(string text) => _output.WriteLine(Environment.NewLine + text);

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(
        new
        {
            Machine,
            Rows = _rows.Select(static row => new
            {
                row.Case,
                row.What,
                row.Unit,
                Median = row.Samples.Median,
                Least = row.Samples.Least,
                Most = row.Samples.Most,
                Ratio = row.Ratio,
                BestRatio = row.BestRatio,
                Against = row.Against?.What,
                Samples = row.Samples.Values,
            }),
        },
        s_indented));

    private static string Format(ReportRow row)
    {
        var samples = row.Samples;
        var spread = samples.Values.Count == 1 ? "" : $"{Number(samples.Least)} to {Number(samples.Most)}";
        return $"| {row.What} | {Number(samples.Median)} {row.Unit} | {spread} | {Times(row.Ratio)} | {Times(row.BestRatio)} | {row.Against?.What} |";
    }

    private static string Times(double? ratio) => ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
