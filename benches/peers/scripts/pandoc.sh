#!/usr/bin/env bash
# Measures pandoc on the pages of a folder: `pandoc.sh DIR`. It starts anew for each page, which its time includes.
set -u
command -v pandoc > /dev/null || { echo "skipped: pandoc is not installed"; exit 0; }
bytes=0
TIMEFORMAT='%U %S'
spent=$( { time find "$1" -type f -print0 | sort -z | xargs -0 -n 1 timeout 60 pandoc -f html -t gfm > /dev/null 2>&1; } 2>&1 )
bytes=$(find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
echo "$spent $bytes" | awk '{ printf "| pandoc | %.2f MB/s |\n", $3 / 1e6 / ($1 + $2) }'
