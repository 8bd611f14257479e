# Gives a source the module header that lets its entry point be seen: its own without what it
# exports, or `module Main where`. Lines keep their numbers. -v path=SOURCE -v name=FILE: the
# module's name is written to that file, and behind it `added` where the source has no header.

{ text = text $0 "\n" }

# The place of the first character from `at` on that is no space and in no comment.
function token(at,    depth, two) {
    while (at <= length(text)) {
        two = substr(text, at, 2)
        if (two == "{-") {
            depth = 0
            do {
                two = substr(text, at, 2)
                if (two == "{-") { depth++; at += 2 }
                else if (two == "-}") { depth--; at += 2 }
                else at++
            } while (depth > 0 && at <= length(text))
        } else if (two == "--" && substr(text, at) ~ /^--+([^-!#$%&*+.\/<=>?@\\^|~:]|$)/) {
            while (at <= length(text) && substr(text, at, 1) != "\n") at++
        } else if (substr(text, at, 1) ~ /[ \t\r\n\f]/) at++
        else if (at == 1 && substr(text, at, 2) == "#!") {
            while (at <= length(text) && substr(text, at, 1) != "\n") at++
        }
        else return at
    }
    return at
}

function lines(piece,    copy) { copy = piece; return gsub(/\n/, "\n", copy) }

function newlines(count,    made) { made = ""; while (count-- > 0) made = made "\n"; return made }

END {
    # A byte order mark, in an awk of bytes or of characters.
    if (substr(text, 1, 3) == "\357\273\277") text = substr(text, 4)
    else if (substr(text, 1, 1) == "\357\273\277") text = substr(text, 2)
    start = token(1)
    rest = substr(text, start)
    if (rest ~ /^module[^A-Za-z0-9_']/) {
        at = token(start + 6)
        match(substr(text, at), /^[A-Za-z0-9_.']+/)
        module = substr(text, at, RLENGTH)
        close_at = token(at + RLENGTH)
        exported = close_at
        if (substr(text, close_at, 1) == "(") {
            depth = 0
            do {
                close_at = token(close_at)
                letter = substr(text, close_at, 1)
                if (letter == "(") depth++
                if (letter == ")") depth--
                close_at++
            } while (depth > 0 && close_at <= length(text))
            gap = substr(text, exported, close_at - exported)
            printf "%s", substr(text, 1, exported - 1) newlines(lines(gap)) " "
            printf "%s", substr(text, close_at)
        } else printf "%s", text
    } else {
        module = "Main"
        added = " added"
        line_start = start
        while (line_start > 1 && substr(text, line_start - 1, 1) != "\n") line_start--
        before = substr(text, 1, line_start - 1)
        # What stands before it on its line is a comment.
        comment = substr(text, line_start, start - line_start)
        if (comment ~ /[^ \t]/) { before = before comment "\n"; gsub(/[^\t]/, " ", comment) }
        number = lines(substr(text, 1, start - 1)) + 1
        printf "%s", before "module Main where\n{-# LINE " number " \"" path "\" #-}\n" comment rest
    }
    print module added > name
}
