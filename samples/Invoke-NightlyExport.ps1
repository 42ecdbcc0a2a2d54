<#
.SYNOPSIS
    A scheduled job: exports hot leads and calls to a folder, writes a log, and reports a failure by webhook or mail.
.DESCRIPTION
    The exit code is 0 if everything was written, and 1 if anything failed, even if the failure could not be reported. Files that could not be written
    are left unchanged. Change the block "The job" to run something else.

    The key comes from the first of these that is given: a file made by Save-ApiKey.ps1 (-KeyPath), a SecretManagement vault (-SecretName), or the
    environment variable SKIPCALL_API_KEY. SecretManagement was retired by its maintainers in 2026 and gets security fixes only.

    TASK SCHEDULER, each day at 6:30, as the user who ran Save-ApiKey.ps1:

        $run = '-NoProfile -NonInteractive -File C:\Jobs\samples\Invoke-NightlyExport.ps1 -SequenceId 3f2a9c -Path D:\Export -KeyPath C:\Jobs\key.xml'
        $action = New-ScheduledTaskAction -Execute pwsh.exe -Argument $run
        $trigger = New-ScheduledTaskTrigger -Daily -At 6:30
        $settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit 01:00:00
        Register-ScheduledTask Skipcall -Action $action -Trigger $trigger -Settings $settings -User DOMAIN\svc-skipcall -Password (Read-Host)

    With Windows PowerShell, use powershell.exe and add -ExecutionPolicy RemoteSigned. (Get-ScheduledTaskInfo Skipcall).LastTaskResult is the exit code.

    CRON, each day at 6:30 (crontab -e), with flock so that two runs never overlap:

        30 6 * * * flock -n /tmp/skipcall.lock pwsh -NoProfile -NonInteractive -File /opt/jobs/samples/Invoke-NightlyExport.ps1 -SequenceId 3f2a9c -Path /srv/export -KeyPath /home/jobs/.skipcall-key.xml
.PARAMETER SequenceId
    The ids of the sequences.
.PARAMETER Path
    The folder for the files and the log. It is created if it doesn't exist.
.PARAMETER WebhookUri
    Receives a POST request with the JSON {"text": "<message>"} if the job fails, as Slack, Teams and others expect it.
.PARAMETER MailTo
    Receives a mail if the job fails.
.PARAMETER MailFrom
    The sender of that mail.
.PARAMETER SmtpServer
    The server that accepts that mail, with a port if it is not 25: mail.example.org:587.
.PARAMETER KeyPath
    A file made by Save-ApiKey.ps1.
.PARAMETER SecretName
    The name of the key in a SecretManagement vault.
.PARAMETER Sandbox
    Uses sample data, without a key or a network.
.EXAMPLE
    ./Invoke-NightlyExport.ps1 -SequenceId demo -Path export -Sandbox
.EXAMPLE
    ./Invoke-NightlyExport.ps1 -SequenceId 3f2a9c -Path export -WebhookUri https://hooks.example.org/skipcall
.EXAMPLE
    ./Invoke-NightlyExport.ps1 -SequenceId 3f2a9c -Path export -MailTo ops@example.org -MailFrom jobs@example.org -SmtpServer mail.example.org
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $Path,

    [uri] $WebhookUri,

    [string[]] $MailTo,

    [string] $MailFrom,

    [string] $SmtpServer,

    [string] $KeyPath,

    [string] $SecretName,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'
$folder = (New-Item -ItemType Directory -Path $Path -Force).FullName
$log = Join-Path $folder "skipcall-$(Get-Date -Format yyyy-MM).log"

function Write-JobLog ([string] $Level, [string] $Message) {
    # One line an entry, in UTF-8 without a byte order mark on every version.
    $line = '{0:yyyy-MM-dd HH:mm:sszzz} {1,-7} {2}' -f [datetimeoffset]::Now, $Level, ($Message -replace '\s+', ' ')
    [System.IO.File]::AppendAllText($log, $line + [Environment]::NewLine)
}

function Send-Webhook ([uri] $Uri, [string] $Message) {
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ text = $Message } -Compress))
    $null = Invoke-RestMethod -Uri $Uri -Method Post -ContentType 'application/json; charset=utf-8' -Body $body -UseBasicParsing -TimeoutSec 30
}

# Send-MailMessage is obsolete and warns.
function Send-Mail ([string] $Server, [string] $From, [string[]] $To, [string] $Message) {
    $name, $port = $Server -split ':'
    $client = [System.Net.Mail.SmtpClient]::new($name, $(if ($port) { $port } else { 25 }))
    $client.Timeout = 30000
    try {
        $client.Send($From, $To -join ',', "Skipcall export failed on $([Environment]::MachineName)", $Message)
    } finally {
        $client.Dispose()
    }
}

try {
    Write-JobLog INFO 'Started.'
    . "$PSScriptRoot/Shared.ps1"
    $connection = if ($KeyPath) {
        Connect-Sample -ApiKey (Import-Clixml -LiteralPath $KeyPath)
    } elseif ($SecretName) {
        Connect-Sample -ApiKey (Get-Secret $SecretName)
    } else {
        Connect-Sample -Sandbox:$Sandbox 3>$null
    }

    # The job. The order matters: after a failure, nothing that follows is run.
    $options = @{ SequenceId = $SequenceId; Connection = $connection; Sandbox = $Sandbox; WarningVariable = '+warnings'; WarningAction = 'SilentlyContinue' }
    $files = @(
        & "$PSScriptRoot/Export-HotLead.ps1" -Path "$folder/hot-leads.csv" @options
        & "$PSScriptRoot/Export-SequenceCall.ps1" -Path "$folder/calls.csv" @options
    )

    $warnings | ForEach-Object { Write-JobLog WARNING $_ }
    $files | ForEach-Object { Write-JobLog INFO "Wrote $($_.FullName), $($_.Length) bytes." }
    Write-JobLog INFO 'Finished.'
    exit 0
} catch {
    $message = "$($_.FullyQualifiedErrorId): $_"
    Write-JobLog ERROR $message
    try {
        if ($WebhookUri) { Send-Webhook -Uri $WebhookUri -Message $message }
        if ($MailTo) { Send-Mail -Server $SmtpServer -From $MailFrom -To $MailTo -Message $message }
    } catch {
        Write-JobLog ERROR "The failure could not be reported: $_"
    }

    exit 1
}
