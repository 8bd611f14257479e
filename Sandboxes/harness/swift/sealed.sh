# Builds tests and source as one module, with the judge's own beside it: $1 is the toolchain, $2 the
# source, $3 what is built. The source is the main file, so that it may have statements of its own;
# ours stand around it.
set -eu
here=$(pwd)
suite=true
mkdir -p /tmp/seal /tmp/joined
(cd /tmp/seal && "$1" -Onone -suppress-warnings -swift-version 5 -module-cache-path /tmp/modules -wmo \
    -parse-as-library -module-name AssaySeal_ASSAY_MARK -emit-module -c -o seal.o \
    "$here/.assay/sealed.swift" "$here/.assay/xctest.swift" "$here/.assay/expectations.swift") >&2
count=0
find . -name '*.swift' ! -path './.assay/*' ! -path "./$2" | sort | while read -r file; do
    count=$((count + 1))
    { printf '#sourceLocation(file: "%s", line: 1)\n' "${file#./}"; cat "$file"; } \
        > "/tmp/joined/$count-$(basename "$file" .swift | tr -c 'A-Za-z0-9\n' _).swift"
done
if [ -f .assay/tests.swift ]; then suite=false; fi
{
    printf 'import AssaySeal_ASSAY_MARK; assayStart_ASSAY_MARK(isSuite: %s); ' $suite
    cat "$2"
    if [ $suite = false ]; then
        printf '\n#sourceLocation(file: "tests", line: 1)\n'
        cat .assay/tests.swift
    fi
    printf '\n#sourceLocation(file: "assay", line: 1)\nassayEnd_ASSAY_MARK(assayCalls_ASSAY_MARK, assayCanary_ASSAY_MARK, isSuite: %s)\n' $suite
} > /tmp/joined/main.swift
cp .assay/calls.swift /tmp/joined/
/bin/sh .assay/canary.sh "$2" > /tmp/joined/canary.swift
cd /tmp/joined
status=0
"$1" -O -wmo -suppress-warnings -swift-version 5 -module-cache-path /tmp/modules -module-name main -I /tmp/seal \
    -o "$here/$3" *.swift /tmp/seal/seal.o > /tmp/said 2>&1 || status=$?
sed -e 's|/tmp/joined/||g' /tmp/said >&2
exit $status
