#!/bin/bash
# CONTRIBUTING.md names the files of each recipe's toy, and the toys apply: recipes_test.sh SOURCE
# Nothing is built: scripts/try-recipes does that.
set -uo pipefail
source_folder=$1
. "$source_folder/tests/documents/counting.sh"

# named RECIPE: the files that CONTRIBUTING.md lists for it.
named() {
    awk -v mark="<!-- recipe: $1 -->" '$0 == mark { inside = 1; next } inside && /^$/ { exit } inside' "$source_folder/CONTRIBUTING.md" |
        sed -nE 's/^- `([^`]+)`.*/\1/p' | sort
}

for patch in "$source_folder"/tests/contributing/*.patch; do
    recipe=$(basename "$patch" .patch)
    commands=$((commands + 1))
    changed=$(sed -nE 's|^diff --git a/.* b/(.*)$|\1|p' "$patch" | sort)
    [ "$(named "$recipe")" = "$changed" ] || fail "the recipe $recipe and its toy differ: $(diff <(named "$recipe") <(echo "$changed"))"
    mkdir "$scratch/$recipe"
    (cd "$source_folder" && for file in $changed; do if [ -e "$file" ]; then echo "$file"; fi; done | tar -cf - -T -) | tar -xf - -C "$scratch/$recipe"
    complaint=$(cd "$scratch/$recipe" && patch -p1 --forward <"$patch" 2>&1) || fail "the toy of $recipe does not apply: $complaint"
    for line in Targets Try; do grep -q "^$line: " "$patch" || fail "the toy of $recipe has no line $line:"; done
done
recipes=$(grep -c '^<!-- recipe: ' "$source_folder/CONTRIBUTING.md")
[ "$recipes" = "$commands" ] || fail "CONTRIBUTING.md has $recipes recipes, and there are $commands toys"
[ "$failures" -eq 0 ] && echo "$commands recipes name the files of their toys"
