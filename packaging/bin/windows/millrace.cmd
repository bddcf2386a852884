@echo off
rem The command line of the packaged program: its own binary as plain Node, without a window.
rem Called directly, not by start: that would lose stdin and the exit code.
setlocal
set ELECTRON_RUN_AS_NODE=1
rem Certificates that the system trusts count too: a company's proxy has its own.
"%~dp0..\Millrace.exe" --use-system-ca "%~dp0..\resources\app.asar.unpacked\dist\cli\millrace.js" %*
endlocal & exit /b %ERRORLEVEL%
