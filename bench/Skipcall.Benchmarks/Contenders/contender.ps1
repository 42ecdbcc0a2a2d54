# The inside of a contender's pwsh process: does the jobs it reads, one a line, and measures them.
param([string] $Manifest, [string] $Way)

# A progress display nobody sees would only cost Invoke-RestMethod time.
$ProgressPreference = 'SilentlyContinue'
$ErrorActionPreference = 'Stop'
$headers = @{ Authorization = 'Bearer sk_test_benchmark0000000000' }

function Get-ContactByHand($BaseUri, $SequenceId, $PageSize) {
    $page = 1
    do {
        $answer = Invoke-RestMethod "$BaseUri/v1/sequences/$SequenceId/contacts?page=$page&limit=$PageSize" -Headers $headers
        $answer.data
        $page++
    } while ($page -le $answer.totalPages)
}

if ($Way -eq 'cmdlet') { Import-Module $Manifest }
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $job = $line | ConvertFrom-Json
    if ($Way -eq 'cmdlet') { Connect-Skipcall sk_test_benchmark0000000000 -BaseUri $job.BaseUri -SkipVerification }
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if ($job.Kind -eq 'First') {
        Get-SkipcallSequenceContact "$($job.Contacts)" -All | Select-Object -First 1 | Out-Null
    } elseif ($Way -eq 'cmdlet') {
        Get-SkipcallSequenceContact "$($job.Contacts)" -All -ThrottleLimit $job.ThrottleLimit -InformationVariable receipt > $null
    } else {
        Get-ContactByHand -BaseUri $job.BaseUri -SequenceId $job.Contacts -PageSize $job.PageSize > $null
    }

    $elapsed = $watch.Elapsed.TotalMilliseconds
    $contacts = if ($Way -eq 'cmdlet' -and $receipt) { $receipt[0].MessageData.Written } else { $job.Contacts }
    [Console]::Out.WriteLine((@{ Milliseconds = $elapsed; Contacts = $contacts } | ConvertTo-Json -Compress))
}
