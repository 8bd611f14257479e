# One crate of the source and, behind it, the driver: $1 is the toolchain, $2 the source, $3 what is
# built. The source is the crate's root, as it would be alone.
set -eu
here=$(pwd)
mkdir -p /tmp/joined
cp -r . /tmp/joined
{
    printf '#![no_main] '
    cat "$2"
    printf '\n#[path = "/work/.assay/driver.rs"] mod assay_driver;\n'
} > "/tmp/joined/$2"
if [ ASSAY_SIGNED = 1 ]; then
    signature=$(cat << 'SIGNATURE'
 as fn(ASSAY_PARAMETERS) -> ASSAY_RETURNS
SIGNATURE
    )
else
    signature=
fi
class=ASSAY_ENTRY_CLASS
echo "crate::${class:+$class::}ASSAY_ENTRY_NAME$signature" > /tmp/entry.rs
cd /tmp/joined
shims=
if grep -Eq '\b(rand|regex|md5)\b' "$2"; then
    "$1" --edition=2021 --crate-type=rlib --crate-name=assay_shims -O -Awarnings \
        -o /tmp/libassay_shims.rlib "$here/.assay/shims.rs"
    shims="--extern rand=/tmp/libassay_shims.rlib --extern regex=/tmp/libassay_shims.rlib
        --extern md5=/tmp/libassay_shims.rlib"
fi
status=0
"$1" --edition=2021 --crate-name=main -O -Cstrip=debuginfo -Awarnings $shims -o "$here/$3" "$2" \
    2> /tmp/said || status=$?
# The entry point's own place is none of the source's.
sed -e 's|/tmp/entry.rs:[0-9:]*|the entry point|' -e 's|/work/.assay/||' /tmp/said >&2
exit $status
