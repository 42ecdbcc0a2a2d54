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
    if ($job.Kind -eq 'Sandbox') {
        New-SkipcallSandbox -Count $job.Contacts -RateLimit 0 | Connect-Skipcall
    } elseif ($isModule) {
        Connect-Skipcall sk_test_benchmark0000000000 -BaseUri $job.BaseUri -SkipVerification
    }

    $throttle = if ($job.ThrottleLimit) { @{ ThrottleLimit = $job.ThrottleLimit } } else { @{} }
    $id = if ($job.Kind -eq 'Sandbox') { 'demo' } else { "$($job.Contacts)" }
    [GC]::Collect()
    $allocated = [GC]::GetTotalAllocatedBytes($true)
    $processor = [Environment]::CpuUsage.TotalTime
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $read = 0
    if ($job.Kind -eq 'First') {
        $read = @(Get-SkipcallSequenceContact $id -All | Select-Object -First 1).Count
    } elseif ($Way -eq 'cmdlet') {
        Get-SkipcallSequenceContact $id -All @throttle -InformationVariable receipt > $null
        $read = $receipt[0].MessageData.Written
    } elseif ($Way -eq 'api') {
        Invoke-SkipcallApi "/v1/sequences/$($job.Contacts)/contacts" -All @throttle -InformationVariable receipt > $null
        $read = $receipt[0].MessageData.Written
    } else {
        Get-ContactByHand -BaseUri $job.BaseUri -SequenceId $job.Contacts -PageSize $job.PageSize > $null
    }

    $result = @{
        Milliseconds = $watch.Elapsed.TotalMilliseconds
        Contacts     = $read
        Processor    = ([Environment]::CpuUsage.TotalTime - $processor).TotalMilliseconds
        Allocated    = [GC]::GetTotalAllocatedBytes($true) - $allocated
    }
    [Console]::Out.WriteLine(($result | ConvertTo-Json -Compress))
}
