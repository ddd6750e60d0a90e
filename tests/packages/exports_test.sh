#!/bin/bash
# The shared library exports what the public headers declare, and is called as docs/abi.md says: exports_test.sh SOURCE LIBRARY
set -uo pipefail
export LC_ALL=C.UTF-8
source_folder=$1
library=$2
. "$source_folder/tests/documents/counting.sh"

symbols=$(nm -D --defined-only --demangle "$library" | cut -d ' ' -f 3-)
commands=$(wc -l <<<"$symbols")
others=$(grep -vE '^((typeinfo|typeinfo name|vtable|VTT) for )?placement::' <<<"$symbols")
[ -z "$others" ] || fail "exported, and not in the namespace placement: $others"

# The names before an argument list, without the arguments of templates: each is a word of a public header.
words=$(cat "$source_folder"/include/placement/*.h | grep -oE '[A-Za-z_][A-Za-z0-9_]*' | sort -u)
names=$(sed -E 's/^.* for placement::/placement::/; s/\[abi:cxx11\]//; s/operator.*$//; s/[<(].*$//' <<<"$symbols" |
    sed 's/placement:://; s/::/\n/g' | tr -d '~' | grep . | sort -u)
unknown=$(comm -23 <(echo "$names") <(echo "$words"))
[ -z "$unknown" ] || fail "exported, and in no public header: $unknown"

# A class that is only named in a header is the library's own.
complete=$(cat "$source_folder"/include/placement/*.h | sed -nE 's/^ *(class|struct|enum class) ([A-Za-z_]+).*[{:].*$/\2/p; s/^ *(class|struct) ([A-Za-z_]+) final.*/\2/p' | sort -u)
for name in $(cat "$source_folder"/include/placement/*.h | sed -nE 's/^ *(class|struct) ([A-Za-z_]+);.*/\2/p' | sort -u); do
    grep -qx "$name" <<<"$complete" || ! grep -q "placement::$name::" <<<"$symbols" || fail "members of $name are exported, which no public header defines"
done

version=$(sed -nE 's/^project\(placement VERSION ([0-9.]+).*/\1/p' "$source_folder/CMakeLists.txt")
IFS=. read -r major minor _ <<<"$version"
[ "$major" != 0 ] || major=0.$minor
soname=$(objdump -p "$library" | awk '$1 == "SONAME" { print $2 }')
[ "$soname" = "libplacement.so.$major" ] || fail "the SONAME is $soname"
grep -qF "(now \`$soname\`)" "$source_folder/docs/abi.md" || fail "docs/abi.md does not speak of $soname"
[ "$failures" -eq 0 ] && echo "$commands symbols are exported, all of public headers; $soname"
