using System.Globalization;
using Skipcall.Benchmarks;
using Skipcall.Benchmarks.Contenders;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = Options.Parse(args);
switch (args)
{
    case ["serve"]:
        return await PageServer.RunAsync();
    case ["contend", var way]:
        return await ContenderHost.RunAsync(way);
    case ["budget", ..]:
        BudgetReport.Print(options);
        return 0;
    case [] or [['-', '-', ..], ..]:
        await Cases.RunAsync(options);
        return 0;
    default:
        Console.Error.WriteLine("Skipcall.Benchmarks [budget] [--quick] [--only <part of a case's name>] [--baseline <folder of another version>]");
        return 1;
}
