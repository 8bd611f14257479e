# Runs a source and the tests that share its shell. The one-time word waits in a pipe, and the tests
# on standard input, until the source has been read; what the source put in the place of the
# shell's own words is taken away before the tests.
assay_source=$1
read -r assay_word
exec {assay_tests}<&0 {assay_key}< <(printf '%s\n' "$assay_word") 0</dev/null
unset assay_word

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
    builtin shopt -u extdebug expand_aliases
    builtin trap - DEBUG ERR RETURN EXIT
}

assay_escape_ASSAY_MARK() {
    local text=${1:0:2000}
    text=${text//\\/\\\\}
    text=${text//$'\n'/\\n}
    text=${text//$'\t'/\\t}
    assay_text=${text//$'\r'/\\r}
}

assay_line_ASSAY_MARK() { builtin printf '%s\n' "$1" >>.assay/report; }

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

assay_pass_ASSAY_MARK() {
    local flags=$- word
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
    assay_line_ASSAY_MARK "S"$'\t'1
    builtin set +e
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

readonly -f assay_clean_ASSAY_MARK assay_escape_ASSAY_MARK assay_line_ASSAY_MARK \
    assay_end_ASSAY_MARK assay_canaries_ASSAY_MARK assay_pass_ASSAY_MARK assay_run_ASSAY_MARK
readonly assay_tests assay_key
set --
source "./$assay_source"
assay_clean_ASSAY_MARK
assay_run_ASSAY_MARK
