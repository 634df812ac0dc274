#!/usr/bin/env bash
# Installs what the tests need (Debian packages, where it may), builds, and passes every test.
# The last line is the totals over all test projects.  Options are handed to every `dotnet test`.
set -u
cd "$(dirname "$0")/.." || exit 2

packages=(g++ pkg-config qtbase5-dev qtbase5-examples qt6-base-dev python3-pyqt5 python3-pyqt6 python3-numpy python3-opencv
  ffmpeg gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-bad libboost-dev
  x11proto-dev xvfb xdotool chromium chromium-headless-shell fonts-noto-cjk fonts-inter libpng-dev)

install_peers() {
  command -v dpkg-query >/dev/null || return 0
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then sudo="sudo -n"; else
      echo "Not installed, and no right to install: ${missing[*]}. Tests that need them are skipped."
      echo "Install them with: sudo apt-get install ${missing[*]}"
      return 0
    fi
  fi
  echo "Installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    echo "Some packages could not be installed; tests that need them say so."
}

install_peers

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0

dotnet build ShmDashboard.sln --nologo -v minimal || exit 1

for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet test "$project" --no-build --nologo --results-directory "$results" --logger "trx;LogFileName=$name.trx" "$@" || status=1
  [ -f "$results/$name.trx" ] || { echo "$name wrote no result: it did not run to its end."; status=1; }
done

# A skipped test is counted neither as executed nor as failed.
awk '
  match($0, /<Counters [^>]*>/) {
    line = substr($0, RSTART, RLENGTH)
    total += number(line, "total"); executed += number(line, "executed"); passed += number(line, "passed")
  }
  function number(line, name,   text) {
    if (!match(line, " " name "=\"[0-9]+\"")) return 0
    text = substr(line, RSTART, RLENGTH); gsub(/[^0-9]/, "", text); return text + 0
  }
  END { printf "%d passed, %d failed, %d skipped\n", passed, executed - passed, total - executed }
' "$results"/*.trx /dev/null
exit $status
