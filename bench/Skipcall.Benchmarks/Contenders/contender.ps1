# Runs in a contender's pwsh process: reads jobs, one a line, and measures them.
param([string] $Manifest, [string] $Way)

# The progress bar slows Invoke-RestMethod down.
$ProgressPreference = 'SilentlyContinue'
$ErrorActionPreference = 'Stop'
$headers = @{ Authorization = 'Bearer sk_test_benchmark0000000000' }

function Get-ContactByHand($BaseUri, $SequenceId, $PageSize) {
    $page = 1
    do {
        $answer = Invoke-RestMethod "$BaseUri/v1/sequences/$SequenceId/contacts?page=$page&limit=$PageSize" -Headers $headers
        $answer.data
        $script:read += $answer.data.Count
        $page++
    } while ($page -le $answer.totalPages)
}

$isModule = $Way -in 'cmdlet', 'api'
if ($isModule) { Import-Module $Manifest }
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $job = $line | ConvertFrom-Json
    if ($isModule) { Connect-Skipcall sk_test_benchmark0000000000 -BaseUri $job.BaseUri -SkipVerification }
    $throttle = if ($job.ThrottleLimit) { @{ ThrottleLimit = $job.ThrottleLimit } } else { @{} }
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $read = 0
    if ($job.Kind -eq 'First') {
        $read = @(Get-SkipcallSequenceContact "$($job.Contacts)" -All | Select-Object -First 1).Count
    } elseif ($Way -eq 'cmdlet') {
        Get-SkipcallSequenceContact "$($job.Contacts)" -All @throttle -InformationVariable receipt > $null
        $read = $receipt[0].MessageData.Written
    } elseif ($Way -eq 'api') {
        Invoke-SkipcallApi "/v1/sequences/$($job.Contacts)/contacts" -All @throttle -InformationVariable receipt > $null
        $read = $receipt[0].MessageData.Written
    } else {
        Get-ContactByHand -BaseUri $job.BaseUri -SequenceId $job.Contacts -PageSize $job.PageSize > $null
    }

    [Console]::Out.WriteLine((@{ Milliseconds = $watch.Elapsed.TotalMilliseconds; Contacts = $read } | ConvertTo-Json -Compress))
}
