# The source becomes a package of its own, whatever it calls itself, so that neither its `main` nor
# its names meet the driver's: $1 is the toolchain, $2 the source, $3 what is built.
set -eu
root=/tmp/go/src
mkdir -p $root/solution $root/assaycalls $root/assayrun
cp .assay/calls.go .assay/decode.go .assay/encode.go $root/assaycalls/
for file in "$2" *.go; do
    if [ ! -f "$file" ]; then continue; fi
    # The package clause is the first word that is no comment; its line stays its line.
    awk -v name="$(basename "$file")" '
        !done {
            head = ""
            rest = $0
            for (;;) {
                if (inside) {
                    if (!match(rest, /\*\//)) { print; next }
                    head = head substr(rest, 1, RSTART + 1)
                    rest = substr(rest, RSTART + 2)
                    inside = 0
                }
                if (!match(rest, /^[ \t\r;]*\/\*/)) break
                head = head substr(rest, 1, RLENGTH)
                rest = substr(rest, RLENGTH + 1)
                inside = 1
            }
            if (rest ~ /^[ \t\r;]*$/ || rest ~ /^[ \t]*\/\//) { print; next }
            if (rest !~ /^[ \t]*package[ \t]/) rest = "package solution; " rest
            else sub(/package[ \t]+[^ \t;\/\r]+/, "package solution", rest)
            $0 = head rest
            done = 1
        }
        { print }
        END { if (!done) print "package solution" }
    ' "$file" > "$root/solution/source_$(basename "$file")"
done
cat > $root/solution/assay_glue.go <<'GLUE'
package solution

import assaycalls "assaycalls"

var AssayEntryPoint assaycalls.Source = func() assaycalls.Any {
GLUE
if [ ASSAY_ENTRY_IN_CLASS = 1 ]; then
    echo '	return new(ASSAY_ENTRY_CLASS).ASSAY_ENTRY_NAME' >> $root/solution/assay_glue.go
else
    echo '	return ASSAY_ENTRY_NAME' >> $root/solution/assay_glue.go
fi
echo '}' >> $root/solution/assay_glue.go
cat > $root/assayrun/main.go <<'RUN'
package main

import (
	"assaycalls"
	"solution"
)

func main() { assaycalls.Answer(solution.AssayEntryPoint) }
RUN
export GOPATH=/tmp/go GO111MODULE=off
status=0
"$1" build -buildvcs=false -o "$3" assayrun > /tmp/said 2>&1 || status=$?
sed -e 's|^[^ ]*/*source_||' -e 's|^[^ ]*solution/assay_glue.go:[0-9:]*|the entry point:|' \
    -e '/^# solution$/d' /tmp/said >&2
exit $status
