# The source as the main file, with the driver's beside it and a call of it at its end: $1 is the
# toolchain, $2 the source, $3 what is built.
set -eu
here=$(pwd)
mkdir -p /tmp/joined
for file in *.swift; do
    if [ "$file" != "$2" ] && [ -f "$file" ]; then cp "$file" /tmp/joined/; fi
done
if [ ASSAY_SIGNED = 1 ]; then
    signature=$(cat << 'SIGNATURE'
 as (ASSAY_PARAMETERS) throws -> ASSAY_RETURNS
SIGNATURE
    )
else
    signature=
fi
class=ASSAY_ENTRY_CLASS
{
    printf 'assayTake(); '
    cat "$2"
    printf '\n#sourceLocation(file: "the entry point", line: 1)\n'
    /usr/bin/perl .assay/shapes.pl "$2" ASSAY_ENTRY_NAME "${class:+$class().}" "$signature" \
        'ASSAY_SHAPES'
} > /tmp/joined/main.swift
cp .assay/driver.swift .assay/tree.swift .assay/values.swift /tmp/joined/
cd /tmp/joined
status=0
"$1" -O -suppress-warnings -swift-version 5 -module-cache-path /tmp/modules -module-name main \
    -o "$here/$3" *.swift > /tmp/said 2>&1 || status=$?
sed -e 's|/tmp/joined/||g' /tmp/said >&2
exit $status
