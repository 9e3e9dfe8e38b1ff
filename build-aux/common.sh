# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts of this folder share. To be sourced; `set -euo pipefail` is theirs.
# shellcheck disable=SC2034 # the lists are used by them

# Everything that a bare Debian 12 or 13 lacks to build the program.
build_packages=(
  gcc libc6-dev pkg-config meson ninja-build gettext libxml2-utils
  libgtk-4-dev libadwaita-1-dev libshumate-dev libsqlite3-dev libjson-glib-dev libcsv-dev libuchardet-dev libigraph-dev
  libxml2-dev libxlsxwriter-dev libminizip-dev libarchive-dev
  desktop-file-utils appstream shared-mime-info gtk-update-icon-cache
)
# To show it, with or without a display.
run_packages=(
  libgtk-4-bin librsvg2-common adwaita-icon-theme hicolor-icon-theme fonts-cantarell fonts-dejavu-core dbus dbus-daemon
  dconf-gsettings-backend
)
screenshot_packages=(xvfb xauth xdotool imagemagick)
# To test it.
test_packages=(
  git xvfb xauth at-spi2-core gdal-bin sqlite3 shellcheck locales libglib2.0-bin python3 python3-networkx python3-igraph procps poppler-utils
)

# absolute FILE FOLDER: FILE as somebody in FOLDER means it.
absolute () {
  case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s\n' "$2/$1" ;; esac
}

say () {
  printf '%s\n' "$*" >&2
}

die () {
  say "$*"
  exit 1
}

# install_packages PACKAGE…: installs what is missing. Only apt runs as root, and only when something is missing.
install_packages () {
  local missing=() package
  command -v dpkg-query > /dev/null || return 0 # another distribution: Meson will name what it lacks
  for package in "$@"; do
    if [ "$(dpkg-query -W -f='${db:Status-Status}\n' "$package" 2> /dev/null | grep -cx installed)" -eq 0 ]; then
      missing+=("$package")
    fi
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing: ${missing[*]}"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || die "These packages are missing; install them as root: ${missing[*]}"
    root=(sudo)
  fi
  if ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" > /dev/null 2>&1; then
    # Package lists may be absent or old.
    "${root[@]}" apt-get update -q >&2 || die "apt-get update did not work; is there a network?"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 \
      || die "These packages could not be installed: ${missing[*]}"
  fi
}

# make_tree DIR PACKAGE…: a minimal Debian of suite $KLASTER_SUITE (trixie) in DIR. What is there stays, unless other packages are asked for:
# DIR.packages tells which it was made of.
make_tree () {
  local tree=$1 suite=${KLASTER_SUITE:-trixie} mirror list
  shift
  list=$(printf '%s\n' "$suite" "$@" | sort -u)
  if [ -e "$tree.packages" ] && [ "$(cat "$tree.packages")" = "$list" ]; then return 0; fi
  # The archive that this machine's apt uses already.
  # shellcheck disable=SC2016 # apt expands these
  mirror=$(apt-get indextargets --format '$(CREATED_BY) $(COMPONENT) $(REPO_URI)' | awk '$1 == "Packages" && $2 == "main" && $3 ~ /\/debian\/?$/ { print $3; exit }')
  [ -n "$mirror" ] || die "apt's configuration names no Debian archive."
  say "Making a tree of Debian $suite in $tree …"
  mkdir -p "$(dirname "$tree")"
  rm -f "$tree.packages"
  # What another list or a killed run left: owned by other users of ours where we are not root.
  if [ -e "$tree" ]; then rm -rf "$tree" 2> /dev/null || unshare --map-auto --map-root-user rm -rf "$tree"; fi
  mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --include="$(IFS=,; echo "$*")" "$suite" "$tree" "deb $mirror $suite main" >&2
  printf '%s\n' "$list" > "$tree.packages"
}

# configure DIR OPTION…: sets up a build folder, or brings the options of one that is there up to date.
configure () {
  local dir=$1
  shift
  local cc=${CC:-gcc}
  if command -v ccache > /dev/null; then cc="ccache $cc"; fi
  if [ -e "$dir/build.ninja" ]; then
    meson configure "$dir" "$@" > /dev/null
  else
    CC=$cc meson setup "$dir" "$@" > "$dir.log" 2>&1 || { cat "$dir.log" >&2; die "Meson could not set up $dir."; }
    rm -f "$dir.log"
  fi
}

build () {
  ninja -C "$1" > "$1/build.log" 2>&1 || { grep -E -A5 'error:|undefined reference' "$1/build.log" | head -n 80 >&2; die "The build failed; $1/build.log has it all."; }
}
