# Reads `-ddump-types` of the source's module; says how values of its own types are read and
# written. -v plain=1: as what is no plain data.

function finish(    name, parts, count, last) {
    if (entry == "") return
    sub(/ roles [a-z ]*$/, "", entry)
    if (section == "TYPE" &&
        entry ~ /^(data type|newtype) [A-Z][A-Za-z0-9_']*\{[0-9]+\} :: [* ()>-]+$/) {
        name = entry
        sub(/^(data type|newtype) /, "", name)
        sub(/\{.*/, "", name)
        count = entry
        sub(/^[^{]*\{/, "", count)
        sub(/\}.*/, "", count)
        arity[++types] = count + 0
        named[types] = name
        if (entry ~ /\(/) odd[name] = 1
    }
    if (section == "DATA") {
        # What it makes is the last of its arrows.
        last = entry
        sub(/^.* :: /, "", last)
        sub(/^.*-> */, "", last)
        sub(/^forall [^.]*\. */, "", last)
        name = last
        sub(/ .*/, "", name)
        if (entry ~ /=>/ || entry ~ /forall .*forall/ ||
            last !~ /^[A-Z][A-Za-z0-9_']*( [a-z_][A-Za-z0-9_']*)*$/)
            odd[name] = 1
    }
    if (section == "CLASS" && entry ~ /^instance (\[[a-z]*\] )?Generic \(?[A-Z]/) {
        name = entry
        sub(/^instance (\[[a-z]*\] )?Generic \(?/, "", name)
        sub(/[^A-Za-z0-9_'].*/, "", name)
        generic[name] = 1
    }
    entry = ""
}

/^[A-Z]/ { finish(); section = $1; next }
/^  [^ ]/ { finish(); entry = substr($0, 3); next }
/^   / { sub(/^ +/, " "); entry = entry $0 }

END {
    finish()
    every = "instance {-# INCOHERENT #-} "
    for (place = 1; place <= types; place++) {
        name = named[place]
        full = "AssaySource." name
        needs = ""
        for (index_ = 1; index_ <= arity[place]; index_++) {
            full = full " v" index_
            needs = needs (index_ > 1 ? ", " : "") "Encode v" index_ ", Decode v" index_
        }
        if (plain || odd[name]) {
            print every "Encode (" full ") where { encode _ _ = cannot \"" name "\" }"
            print every "Decode (" full ") where { decode _ = Nothing }"
            continue
        }
        if (!generic[name]) print "deriving instance Generic (" full ")"
        print every "(" needs ") => Encode (" full ") where { encode = written }"
        print every "(" needs ") => Decode (" full ") where { decode = made }"
    }
}
