# What demo and test share. To be sourced by a bash script that has set -euo pipefail.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
release=$project/build/release
# A folder's files in batches: quicker to build, and a little quicker to run.
release_options=(-DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O2" -DCMAKE_UNITY_BUILD=ON)

# run_quietly COMMAND...: shows what the command says only if it fails.
run_quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        cat "$log" >&2
        echo "failed: $*" >&2
    fi
    rm -f "$log"
    return "$status"
}

# project_version: as CMake has it.
project_version() { sed -nE 's/^project\(placement VERSION ([0-9.]+).*/\1/p' "$project/CMakeLists.txt"; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "neither root nor sudo: cannot run: $*" >&2
        return 1
    fi
}

# is_there PACKAGE: whether it is installed. A node.js and an npm from elsewhere do, and Debian's cannot be installed beside them.
is_there() {
    case "$1" in
    nodejs) command -v node >/dev/null && return ;;
    npm) command -v npm >/dev/null && return ;;
    esac
    dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

# install_packages PURPOSE...: installs what scripts/packages lists for these purposes and is not there yet.
install_packages() {
    local purpose package missing=()
    for purpose in "$@"; do
        while read -r package; do
            is_there "$package" || missing+=("$package")
        done < <(awk -v purpose="$purpose" '$1 == purpose { print $2 }' "$project/scripts/packages")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "installing ${missing[*]}" >&2
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
    as_root "${install[@]}" >/dev/null 2>&1 && return 0
    # No or old package lists: fetch them and try again.
    run_quietly as_root apt-get update && run_quietly as_root "${install[@]}"
}

# configure DIRECTORY OPTIONS...: runs cmake unless the directory was configured with these options.
configure() {
    local directory=$1 options
    shift
    options=(-G Ninja "$@")
    if command -v ccache >/dev/null; then
        options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    fi
    if [ -f "$directory/build.ninja" ] && [ "$(cat "$directory/options" 2>/dev/null)" = "${options[*]}" ]; then
        return 0
    fi
    mkdir -p "$directory"
    echo "configuring ${directory#"$project/"}" >&2
    run_quietly cmake -S "$project" -B "$directory" "${options[@]}" || return
    echo "${options[*]}" >"$directory/options"
}

# run_with_signs_of_life COMMAND...: as run_quietly; every 30 seconds it tells the last number of steps that ninja has said.
run_with_signs_of_life() {
    local log status=0 command seconds=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 &
    command=$!
    while kill -0 "$command" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        if [ $((seconds % 30)) -eq 0 ]; then
            echo "  $(grep -oE '^\[[0-9]+/[0-9]+\]' "$log" | tail -1) after $seconds s" >&2
        fi
    done
    wait "$command" || status=$?
    if [ "$status" -ne 0 ]; then
        cat "$log" >&2
        echo "failed: $*" >&2
    fi
    rm -f "$log"
    return "$status"
}

# build DIRECTORY TARGET...: what is out of date, with all cores. At a terminal ninja shows how far it is.
build() {
    local directory=$1
    shift
    ninja -n -C "$directory" "$@" | grep -q 'no work to do' && return 0
    echo "building in ${directory#"$project/"}" >&2
    local command=(cmake --build "$directory" --parallel "$(nproc)" --target "$@")
    if [ -t 2 ]; then
        "${command[@]}" >&2
    else
        run_with_signs_of_life "${command[@]}"
    fi
}
