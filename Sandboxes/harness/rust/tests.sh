# Builds tests and source: $1 is the toolchain, $2 the joined source, $3 what is built.
set -eu
shims=
if grep -Eq '\b(rand|regex|md5)\b' "$2"; then
    "$1" --edition=2021 --crate-type=rlib --crate-name=assay_shims -O -Awarnings \
        -o /tmp/libassay_shims.rlib .assay/shims.rs
    shims="--extern rand=/tmp/libassay_shims.rlib --extern regex=/tmp/libassay_shims.rlib
        --extern md5=/tmp/libassay_shims.rlib"
fi
exec "$1" --edition=2021 --crate-name=main -Copt-level=1 -Cdebug-assertions=on --cfg test \
    -Awarnings $shims -o "$3" "$2"
