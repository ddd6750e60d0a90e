#!/bin/bash
# What is said of versions, names and files in more than one place is the same: metadata_test.sh SOURCE
set -uo pipefail
export LC_ALL=C.UTF-8
cd "$1" || exit 1
. tests/documents/counting.sh

same() { # same WHAT EXPECTED FOUND
    commands=$((commands + 1))
    [ "$2" = "$3" ] || fail "$1: expected \`$2\`, found \`$3\`"
}
has() { # has FILE LINE
    commands=$((commands + 1))
    grep -qxF -- "$2" "$1" || fail "$1 has no line \`$2\`"
}

# ---- versions ---------------------------------------------------------------------------------------------------

version=$(sed -nE 's/^project\(placement VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
IFS=. read -r major minor _ <<<"$version"
soversion=$major
[ "$major" != 0 ] || soversion=$major.$minor
spec=packaging/placement.spec
same "CHANGELOG.md's newest version" "$version" "$(sed -nE 's/^## \[([0-9.]+)\].*/\1/p' CHANGELOG.md | head -1)"
same "debian/changelog's newest version" "$version" "$(sed -nE '1s/^placement \(([0-9.]+)-.*/\1/p' debian/changelog)"
same "$spec: Version" "$version" "$(sed -nE 's/^Version: *//p' $spec)"
same "$spec: newest entry" "$version" "$(sed -nE '/^%changelog/,$ s/^\*.* ([0-9.]+)-[0-9]+$/\1/p' $spec | head -1)"

# ---- the shared library's name ----------------------------------------------------------------------------------

library=libplacement$soversion
has debian/control "Package: $library"
has "debian/$library.install" "usr/lib/*/libplacement.so.*"
has "debian/$library.symbols" "libplacement.so.$soversion $library #MINVER#"
same "$spec: soversion" "$soversion" "$(sed -nE 's/^%global soversion //p' $spec)"
same "docs/abi.md: the SONAME" "(now \`libplacement.so.$soversion\`)" "$(grep -oE '\(now `libplacement\.so\.[0-9.]+`\)' docs/abi.md)"
same "docs/abi.md: Debian's package" "$library" "$(grep -oE 'libplacement[0-9.]+[0-9]' docs/abi.md | sort -u)"

# What a header declares is exported where its namespace says so. testing.h has nothing that is not defined in it.
for header in include/placement/*.h; do
    ! grep -q '^namespace placement {' "$header" || fail "$header: namespace [[gnu::visibility(\"default\")]] placement (docs/abi.md)"
done

# ---- programs ---------------------------------------------------------------------------------------------------

programs=$(sed -nE 's/^placement_tool\((.*)\)$/\1/p' tools/CMakeLists.txt | sort)
same "programs with a man page and completion" "$programs" "$(sed -nE 's/^set\(programs (.*)\)$/\1/p' tools/CMakeLists.txt | tr ' ' '\n' | sort)"
for program in $programs; do
    has debian/placement-sim.install "usr/bin/$program"
    has $spec "%{_bindir}/$program"
done

# ---- the files of packages --------------------------------------------------------------------------------------

# in_debian PACKAGE: what it installs, as the spec would say it.
in_debian() {
    sed -E 's|usr/lib/\*/|%{_libdir}/|; s|usr/include/|%{_includedir}/|; s|usr/bin/|%{_bindir}/|; s|usr/share/man/|%{_mandir}/|
            s|usr/share/zsh/vendor-completions|%{_datadir}/zsh/site-functions|; s|usr/share/|%{_datadir}/|; s|libplacement\.so\.\*|libplacement.so|' "debian/$1.install" | sort
}
# in_spec PACKAGE
in_spec() {
    awk -v start="%files $1" '$0 == start { inside = 1; next } /^%/ && inside && !/^%[{]/ && !/^%license/ { inside = 0 } inside && /^%[{]/' $spec |
        sed -E 's|/\*$||; s|libplacement\.so\.%\{soversion\}\*|libplacement.so|' | sort
}
same "files of the library" "$(in_debian "$library")" "$(in_spec '-n libplacement')"
same "files of the headers' package" "$(in_debian libplacement-dev)" "$(in_spec '-n libplacement-devel')"
same "files of the programs' package" "$(in_debian placement-sim)" "$(in_spec sim)"

# ---- what building needs ----------------------------------------------------------------------------------------

build_depends=$(awk '/^Build-Depends:/ { inside = 1 } inside && /^[A-Z]/ && !/^Build-Depends/ { exit } inside' debian/control |
    sed -E 's/^Build-Depends://; s/\(.*\)//; s/,//g' | tr -d ' ')
for package in $(awk '$1 == "build" { print $2 }' scripts/packages) pybind11-dev python3-dev python3-setuptools; do
    [ "$package" = g++ ] || grep -qxF "$package" <<<"$build_depends" || fail "debian/control does not build-depend on $package"
done
needed=$(sed -nE 's/^Requires.private: *//p' cmake/placement.pc.in | wc -w)
[ "$needed" -gt 0 ] || fail "placement.pc names nothing that the static library needs"
for package in libpugixml-dev libfmt-dev libmd-dev libyaml-cpp-dev zlib1g-dev liblzma-dev libzstd-dev libbz2-dev libarchive-dev; do
    awk '/^Package: libplacement-dev/ { inside = 1 } /^Description/ { inside = 0 } inside' debian/control | grep -q "[ :]$package," ||
        fail "libplacement-dev does not depend on $package"
done

# ---- tests ------------------------------------------------------------------------------------------------------

for test in $(sed -nE 's/^Tests: //p' debian/tests/control); do [ -x "debian/tests/$test" ] || fail "debian/tests/$test cannot be run"; done
[ "$failures" -eq 0 ] && echo "$commands facts agree"
