# Runs a source and the tests that share its shell. The one-time words wait in pipes, and the tests
# on standard input, until the source has been read; what the source put in the place of the
# shell's own words is taken away before the tests.
assay_source=$1
read -r assay_word
exec {assay_tests}<&0 {assay_seal}< <(printf '%s\n' "${assay_word:0:32}") \
    {assay_key}< <(printf '%s\n' "${assay_word:32}") 0</dev/null
exec {assay_back}>/dev/fd/"$assay_seal"
unset assay_word
assay_last_ASSAY_MARK=
readonly assay_path_ASSAY_MARK=$PATH

assay_clean_ASSAY_MARK() {
    # In this mode the first words of the shell come before functions of the same name.
    POSIXLY_CORRECT=1
    unset -f unset set trap eval exit export readonly return shift source . : break continue exec times
    unset -f alias bg bind builtin caller cd command compgen complete compopt declare dirs disown echo
    unset -f enable false fc fg getopts hash help history jobs kill let local logout mapfile popd
    unset -f printf pushd pwd read readarray shopt suspend test true type typeset ulimit umask unalias
    unset -f wait '[' '[[' 'if' 'then' 'case'
    unset POSIXLY_CORRECT
    builtin enable alias builtin cd command declare echo enable eval exit export false getopts let \
        local mapfile printf read readonly return set shift shopt source test trap true type typeset \
        unalias unset '[' 2>/dev/null
    builtin unalias -a
    builtin set +xv
    # What changes the meaning of a comparison.
    builtin shopt -u extdebug expand_aliases nocasematch localvar_inherit localvar_unset xpg_echo
    builtin shopt -u compat31 compat32 compat40 compat41 compat42 compat43 compat44
    builtin unset BASH_COMPAT
    builtin trap - DEBUG ERR RETURN EXIT
    PATH=$assay_path_ASSAY_MARK:$PATH
    builtin hash -r
}

# Variables that the tests set are their own, whatever the source made of the names; programs that
# compare are programs where the tests call them as such.
assay_free_ASSAY_MARK() {
    local assay_line assay_flags assay_name assay_tests_text=$1
    while IFS= builtin read -r assay_line; do
        assay_flags=${assay_line%% [!-]*}
        assay_flags=${assay_flags#declare -}
        assay_name=${assay_line#declare -* }
        assay_name=${assay_name%%=*}
        [[ $assay_line == "declare -"*[nilu]* && $assay_flags == *[nilu]* && $assay_name != *[!A-Za-z0-9_]* ]] || continue
        if [[ $assay_flags == *n* ]]; then
            builtin unset -n "$assay_name" && continue
            [[ $assay_tests_text =~ (^|[^A-Za-z0-9_])"$assay_name"([^A-Za-z0-9_]|$) ]] || continue
            assay_line_ASSAY_MARK "T"$'\t'"the source made \`$assay_name\` another name for good"
            builtin exit 1
        elif [[ $assay_tests_text =~ (^|[^A-Za-z0-9_\$\{])"$assay_name"\+?= ]]; then
            builtin declare -g +i +l +u "$assay_name"
        fi
    done < <(builtin declare -p)
    for assay_name in diff cmp comm grep egrep fgrep; do
        if [[ $assay_tests_text =~ (^|[^A-Za-z0-9_])"$assay_name"[[:blank:]]+(-[A-Za-z-]|\<) ||
            $assay_tests_text =~ \|[[:blank:]]*"$assay_name"([^A-Za-z0-9_]|$) ]]; then
            builtin unset -f "$assay_name"
        fi
    done
}

assay_escape_ASSAY_MARK() {
    local text=${1:0:2000}
    text=${text//\\/\\\\}
    text=${text//$'\n'/\\n}
    text=${text//$'\t'/\\t}
    assay_text=${text//$'\r'/\\r}
}

# Each line is sealed with all before it: SipHash-2-4 of the last seal and the line. The key goes
# back into its pipe.
assay_seal_ASSAY_MARK() {
    local LC_ALL=C data=$assay_last_ASSAY_MARK$1 key size at i byte word rounds v0 v1 v2 v3
    builtin read -r -u "$assay_seal" key
    builtin printf '%s\n' "$key" >&"$assay_back"
    size=${#data} v0=16#${key:0:16} v1=16#${key:16:16}
    (( v2 = v0 ^ 0x6c7967656e657261, v3 = v1 ^ 0x7465646279746573 )) || :
    (( v0 ^= 0x736f6d6570736575, v1 ^= 0x646f72616e646f6d )) || :
    for (( at = 0; at <= size + 8; at += 8 )); do
        (( word = 0, rounds = at > size ? 4 : 2, v2 ^= at > size ? 255 : 0 )) || :
        for (( i = 0; i < 8 && at <= size; i++ )); do
            if (( at + i < size )); then
                builtin printf -v byte %d "'${data:at + i:1}"
                (( word |= (byte & 255) << 8 * i )) || :
            elif (( i == 7 )); then
                (( word |= (size & 255) << 56 )) || :
            fi
        done
        (( v3 ^= word )) || :
        for (( ; rounds > 0; rounds-- )); do
            (( v0 += v1, v1 = (v1 << 13 | v1 >> 51 & 0x1fff) ^ v0, v0 = v0 << 32 | v0 >> 32 & 0xffffffff )) || :
            (( v2 += v3, v3 = (v3 << 16 | v3 >> 48 & 0xffff) ^ v2 )) || :
            (( v0 += v3, v3 = (v3 << 21 | v3 >> 43 & 0x1fffff) ^ v0 )) || :
            (( v2 += v1, v1 = (v1 << 17 | v1 >> 47 & 0x1ffff) ^ v2, v2 = v2 << 32 | v2 >> 32 & 0xffffffff )) || :
        done
        (( v0 ^= word )) || :
    done
    builtin printf -v assay_last_ASSAY_MARK '%016x' $(( v0 ^ v1 ^ v2 ^ v3 ))
}

assay_line_ASSAY_MARK() {
    assay_seal_ASSAY_MARK "$1"
    builtin printf '%s\t%s\n' "$1" "$assay_last_ASSAY_MARK" >>.assay/report
}

assay_end_ASSAY_MARK() {
    assay_escape_ASSAY_MARK "$3"
    assay_line_ASSAY_MARK "F"$'\t'"$1"$'\t'"$2"$'\t\t'"$assay_text"$'\t\t'
}

# A failing test must end a shell that is told so, and one that passes must not.
assay_canaries_ASSAY_MARK() {
    assay_line_ASSAY_MARK "S"$'\t'"assay: must pass"
    (
        builtin set -e
        builtin eval 'assay_canary() { [[ $(builtin echo 1) = "1" ]]; }; assay_canary'
        builtin exit 7
    )
    if [[ $? == 7 ]]; then
        assay_end_ASSAY_MARK "assay: must pass" passed
    else
        assay_end_ASSAY_MARK "assay: must pass" failed
        return 1
    fi
    assay_line_ASSAY_MARK "S"$'\t'"assay: must fail"
    (
        set -e
        builtin eval 'assay_canary() { [[ $(builtin echo 1) = "2" ]]; test 1 = 2; }; assay_canary'
        builtin exit 7
    )
    if [[ $? == 7 ]]; then
        assay_end_ASSAY_MARK "assay: must fail" passed
        return 1
    fi
    assay_end_ASSAY_MARK "assay: must fail" failed
}

# What a call left in the place of the shell's own words while the tests ran.
assay_watch_ASSAY_MARK() {
    local IFS=$' \t\n' name names
    POSIXLY_CORRECT=1
    unset -f unset builtin
    unset POSIXLY_CORRECT
    builtin unalias -a
    names=$(builtin compgen -A builtin)
    names=" ${names//$'\n'/ } "
    if [[ -n $(builtin enable -n) ]]; then
        assay_line_ASSAY_MARK "T"$'\t'"a call disabled a built-in of the shell"
        builtin exit 1
    fi
    for name in $(builtin compgen -A function); do
        [[ $names == *" $name "* && $1 != *"$name"*"()"* && $1 != *function*"$name"* ]] || continue
        assay_line_ASSAY_MARK "T"$'\t'"a call put a function in the place of \`$name\`"
        builtin exit 1
    done
}

assay_pass_ASSAY_MARK() {
    local flags=$- word
    assay_watch_ASSAY_MARK "$2"
    assay_clean_ASSAY_MARK
    builtin set +e
    if [[ $2 == *"set -e"* && $flags != *e* ]]; then
        assay_line_ASSAY_MARK "T"$'\t'"the source took \`set -e\` away"
        builtin exit 1
    fi
    if [[ $1 != 0 ]]; then
        assay_end_ASSAY_MARK 1 failed "the tests ended with status $1"
        builtin exit 1
    fi
    assay_end_ASSAY_MARK 1 passed
    assay_canaries_ASSAY_MARK || builtin exit 1
    builtin read -r word <&"$assay_key"
    assay_line_ASSAY_MARK "E"$'\t'"$word"$'\t3\t2'
    builtin exit 0
}

assay_run_ASSAY_MARK() {
    local tests
    builtin read -r -d '' -u "$assay_tests" tests
    # A last `exit 0` says no more than the end does.
    if [[ $tests =~ (^|$'\n'|\;)[[:blank:]]*exit[[:blank:]]+0[[:space:]\;]*$ ]]; then
        tests=${tests%exit*}:
    fi
    assay_free_ASSAY_MARK "$tests"
    assay_line_ASSAY_MARK "S"$'\t'1
    builtin set +e
    # Read as a whole, so that an alias that a call makes means nothing to what follows.
    [[ $tests == *alias* ]] || tests=$'{ builtin :\n'"$tests"$'\n}'
    (
        builtin eval "$tests"
        assay_pass_ASSAY_MARK "$?" "$tests"
    )
    case $? in
        0) builtin exit 0 ;;
        *)
            [[ $(<.assay/report) == *F$'\t'* || $(<.assay/report) == *T$'\t'* ]] ||
                assay_end_ASSAY_MARK 1 failed "the tests ended the shell"
            builtin exit 1
            ;;
    esac
}

readonly -f assay_clean_ASSAY_MARK assay_free_ASSAY_MARK assay_escape_ASSAY_MARK assay_seal_ASSAY_MARK assay_line_ASSAY_MARK \
    assay_end_ASSAY_MARK assay_canaries_ASSAY_MARK assay_watch_ASSAY_MARK assay_pass_ASSAY_MARK assay_run_ASSAY_MARK
readonly assay_tests assay_key assay_seal assay_back
set --
source "./$assay_source"
assay_clean_ASSAY_MARK
assay_run_ASSAY_MARK
