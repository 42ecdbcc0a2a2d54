namespace Skipcall.Sandboxing;

/// <summary>Where a sample person's telephone is.</summary>
internal enum SampleCountry
{
    France,
    UnitedKingdom,
    UnitedStates,
}
