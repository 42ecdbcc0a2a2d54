using System;
using System.Globalization;
using Skipcall.Benchmarks.Budgets;
using Skipcall.Benchmarks.Cases;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Benchmarks.Decoding;
using Skipcall.Benchmarks.Measuring;
using Skipcall.Benchmarks.Serving;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = Options.Parse(args);
switch (args)
{
    case ["serve"]:
        return await PageServer.RunAsync();
    case ["contend", var way]:
        return await ContenderHost.RunAsync(way);
    case ["decoder", ..]:
        DecoderRun.Start(options);
        return 0;
    case ["budget", ..]:
        BudgetReport.Print(options);
        return 0;
    case [] or [['-', '-', ..], ..]:
        await AllCases.RunAsync(options);
        return 0;
    default:
        Console.Error.WriteLine("Skipcall.Benchmarks [decoder | budget] [--quick] [--only <part of a case's name>] [--json <path>]");
        return 1;
}
