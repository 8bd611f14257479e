# The source, then what calls its entry point: $1 is the toolchain, $2 the source, $3 what is built.
set -eu
here=$(pwd)
built=/tmp/built
mkdir -p $built /tmp/generated
cp .assay/signature.ml .assay/generate.ml .assay/calls.ml /tmp/generated/
cp .assay/assay_values.ml .assay/assay_answers.ml .assay/assay_calls.ml $built/
cat > /tmp/parameters << 'SIGNATURE'
ASSAY_PARAMETERS
SIGNATURE
cat > /tmp/returns << 'SIGNATURE'
ASSAY_RETURNS
SIGNATURE
# As a unit named `Main`; the compiler names the lines of the file that it is.
{ printf '# 1 "%s"\n' "$2"; cat "$2"; } > $built/main.ml
cd $built
quiet="-w -a -I +str -I +unix"
"$1" $quiet -i main.ml > /tmp/types
cd /tmp/generated
"$1" -w -a -o generate signature.ml generate.ml calls.ml
./generate Main ASSAY_ENTRY_POINT ASSAY_SIGNED < /tmp/types > $built/assay_entry.ml
cd $built
"$1" $quiet -O3 -o "$here/$3" unix.cmxa str.cmxa assay_values.ml assay_answers.ml main.ml \
    assay_calls.ml assay_entry.ml > /tmp/said 2>&1 || {
    # What does not fit the generated calls is no line of the source's.
    sed -e 's|File "assay_entry.ml", line [0-9]*, characters [0-9-]*|The entry point|' /tmp/said >&2
    exit 2
}
