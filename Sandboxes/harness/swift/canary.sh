# Writes the judge's own test of what tests use of the library, in the module of source and tests: $1 is
# the source. Only what the source has a word of its own for is tried, so that its names are no matter
# otherwise. What it tries has no answer but one.
set -eu
has() { grep -Eq "$1" "$source"; }
source=$1
member() { has '\bextension\b' && has "\\b(func|var)[[:space:]]+\`?$1\\b"; }
free() { has "\\bfunc[[:space:]]+\`?$1\\b" && ! has "\\b(let|var|class|struct|enum)[[:space:]]+\`?$1\\b"; }
try() { printf '    if %s { return false }\n' "$@"; }
echo 'func assayCanary_ASSAY_MARK(_ value: Int) -> Bool {'
cat <<'END'
    let ints: [Int] = [value, 7], same: [Int] = [value, 7], other: [Int] = [value, 8]
    let words: [String] = ["a", String(value)], others: [String] = ["b", String(value)]
    let doubles: [Double] = [Double(value), -2.5], larger: [Double] = [Double(value), 2.5]
    _ = (ints, same, other, words, others, doubles, larger)
END
if has '\bfunc[[:space:]]*(==|!=|~=)'; then
    try 'ints == other' 'ints != same' 'words == others' 'doubles == larger' '[ints] == [other]' \
        '[ints] != [same]' 'Set(ints) == Set(other)' 'Set(ints) != Set(same)' 'value == ints[1]' \
        'words[0] == others[0]' 'doubles[1] == larger[1]' 'ints.first != value' 'ints.last == value' \
        '["a": ints] == ["a": other]' '["a": value] == ["a": ints[1]]' 'words != words' \
        '(value, words[0]) == (value, others[0])'
fi
if member contains; then try 'ints.contains(8)' 'words.contains("c")' '"abc".contains("z")' '!ints.contains(7)'; fi
if member count; then try 'ints.count != 2' 'words[0].count != 1' '[ints].count != 1' '["a": value].count != 1'; fi
if member isEmpty; then try 'ints.isEmpty' 'words.isEmpty' 'words[0].isEmpty'; fi
if member first; then try 'ints.first != value' 'words.first != "a"'; fi
if member last; then try 'ints.last != 7' 'words.last == "a"'; fi
if member allSatisfy; then try 'ints.allSatisfy({ $0 == 7 })'; fi
if member elementsEqual; then try 'ints.elementsEqual(other)' 'words.elementsEqual(others)'; fi
if member sorted; then try '[7, 3, value].sorted() != [value, 3, 7]'; fi
if member hasPrefix; then try '"abc".hasPrefix("b")'; fi
if member hasSuffix; then try '"abc".hasSuffix("b")'; fi
if member description; then try 'value.description == "7"' 'ints.description == other.description'; fi
if member isEqual; then try 'ints == other'; fi
if free abs; then try 'abs(doubles[1]) != 2.5' 'abs(-7) != ints[1]'; fi
if free min; then try 'min(value, 7) != value' 'min(2.5, doubles[1]) != doubles[1]'; fi
if free max; then try 'max(value, 7) != 7' 'max(2.5, doubles[1]) == doubles[1]'; fi
echo '    return value == 1'
echo '}'
