# The source as a module and, importing it, the driver: $1 is the toolchain, $2 the source, $3 what
# is built.
set -eu
toolchain=$1
source=$2
output=$3
here=$(pwd)
joined=/tmp/joined
mkdir -p $joined
cp -r . $joined
awk -v path="$source" -v name=/tmp/module -f .assay/header.awk "$source" > "$joined/$source"
read -r module added < /tmp/module
class=ASSAY_ENTRY_CLASS
if [ "${class:-$module}" != "$module" ]; then
    echo "error: the source is the module \`$module\` and has no \`ASSAY_ENTRY_POINT\`" >&2
    exit 2
fi
mv $joined/.assay/Assay*.hs $joined/
cd $joined
flags="-O -w -v0 -outputdir /tmp/objects -main-is AssayEntry"
# Lines that are shown would be those of the file with the header.
[ -z "$added" ] || flags="$flags -fno-diagnostics-show-caret"
"$toolchain" $flags -no-link -ddump-types -ddump-to-file -dumpdir /tmp/types/ "$source"
types=$(find /tmp/types /tmp/objects -name "$(basename "$source" .hs).dump-types" | head -n 1)
signature=
if [ ASSAY_SIGNED = 1 ]; then
    signature=$(cat << 'SIGNATURE'
ASSAY_PARAMETERS
ASSAY_RETURNS
SIGNATURE
    )
    signature=$(printf '%s\n' "$signature" | awk '
        function part(text) { return text ~ /[^ ]/ ? "(" text ") -> " : "" }
        NR == 1 {
            depth = 0; piece = ""; made = ""
            for (at = 1; at <= length($0); at++) {
                letter = substr($0, at, 1)
                if (index("([{", letter)) depth++
                if (index(")]}", letter)) depth--
                if (letter == "," && depth == 0) { made = made part(piece); piece = "" }
                else piece = piece letter
            }
            made = made part(piece)
        }
        NR == 2 { print " :: " made $0 }')
fi
# Calls of the entry point, with $1 for types that are no plain data.
entry() {
    cat << 'HEADER'
{-# LANGUAGE FlexibleInstances, FlexibleContexts, StandaloneDeriving, DeriveGeneric #-}
{-# LANGUAGE UndecidableInstances, NoMonomorphismRestriction, ExplicitForAll #-}
module AssayEntry (main) where
import Prelude hiding (head)
import AssayContainers (made, written)
import AssayDriver (answerAll)
import AssayOpen ()
import AssayValues (Decode(..), Encode(..), cannot)
import Data.ByteString (ByteString)
import Data.Complex (Complex)
import Data.Int
import Data.IntMap (IntMap)
import Data.IntSet (IntSet)
import Data.Map (Map)
import Data.Ratio (Ratio)
import Data.Sequence (Seq)
import Data.Set (Set)
import Data.Text (Text)
import Data.Word
import GHC.Generics (Generic)
import Numeric.Natural (Natural)
HEADER
    echo "import qualified $module as AssaySource"
    [ -z "$signature" ] || echo "import $module"
    [ -z "$types" ] || awk -v plain="$1" -f "$here/.assay/types.awk" "$types"
    echo "main :: IO ()"
    echo "main = answerAll (AssaySource.ASSAY_ENTRY_NAME$signature)"
}
link() {
    entry "$1" > AssayEntry.hs
    "$toolchain" $flags -rtsopts=none -with-rtsopts=-K200m -o "$here/$output" \
        AssayEntry.hs "$source" 2> /tmp/said
}
if ! link 0 && { cp /tmp/said /tmp/first; ! link 1; }; then
    # What does not fit the calls is no line of the source's.
    sed -e 's|^AssayEntry.hs:[0-9:]*|the entry point:|' -e 's|AssaySource\.||g' \
        -e 's|‘AssayAny.Any’|a type that can be read and written|' -e '/^ *|/d' \
        -e '/^ *[0-9]* |/d' /tmp/first >&2
    [ ASSAY_SIGNED = 1 ] || ! grep -q AssayAny /tmp/first ||
        echo "hint: types of the source and of GHC's usual libraries are known; a suite's" \
            '`signature` tells what they leave open' >&2
    exit 2
fi
