# The candidate's side of `function` tests: has Bash run the source, then answers calls. It holds
# no expected value, and the judge's pipes never reach Bash: what the source does can only change
# its answers. In Perl, which every Debian has: Bash cannot read JSON.
#
# Each call runs in a subshell: standard output is the value, a status other than 0 is raised.

package Assay;

use strict;
no warnings;

my $MAX_BYTES = 16 << 20;
my ($shell, $path) = @ARGV;
my $folder = $0 =~ m{^(.*)/[^/]*$} ? $1 : '.';
require(($folder =~ m{^/} ? $folder : "./$folder") . '/frames.pl');
my $definitions = {};

# MARK: Values

# A value as [kind, content]: `word`, `list` of values or `pairs` of values.
sub read_value {
    return ['word', read_text()] if /\G(?=")/gc;
    return ['list', read_items()] if /\G\[/gc;
    return read_object() if /\G\{/gc;
    /\G([^\s,\]}]+)/gc or die "a malformed frame";
    return ['word', $1 eq 'null' ? 'None' : $1];
}

sub read_items {
    my @items;
    return \@items if /\G\]/gc;
    do { push @items, read_value() } while /\G,/gc;
    expect(']');
    return \@items;
}

sub read_object {
    my @pairs;
    return ['pairs', []] if /\G\}/gc;
    do {
        my $key = read_text();
        expect(':');
        my $value = read_value();
        push @pairs, [['word', $key], $value];
    } while /\G,/gc;
    expect('}');
    my ($tag, $body) = ($pairs[0][0][1], $pairs[0][1]);
    return ['pairs', \@pairs] if @pairs > 1 || $tag !~ /^\$/;
    return plain($tag, $body);
}

sub plain {
    my ($tag, $body) = @_;
    my $items = $body->[1];
    return ['pairs', [map { $_->[1] } @$items]] if $tag eq '$dict';
    if ($tag eq '$def') {
        $definitions->{$items->[0][1]} = $items->[1];
        return $items->[1];
    }
    return $definitions->{$items} // ['word', ''] if $tag eq '$ref';
    return ['word', from_base64($items)] if $tag eq '$bytes' || $tag eq '$str';
    if ($tag eq '$range') {
        return ['list', [map { ['word', $_] } @{range(map { $_->[1] } @$items)}]];
    }
    return $body;
}

# A value as text: items with a space between, rows of items and entries one a line.
sub words {
    my ($value) = @_;
    my ($kind, $content) = @$value;
    return $content if $kind eq 'word';
    if ($kind eq 'pairs') {
        return join "\n", map { words($_->[0]) . ',' . words($_->[1]) } @$content;
    }
    my $rows = grep { $_->[0] ne 'word' } @$content;
    return join $rows ? "\n" : ' ', map { words($_) } @$content;
}

# MARK: Bash

# Reads the source, says so, then runs a call for each line: the words of the call are in a file,
# as are its output and nothing else. A source may redefine any command but not `builtin`'s.
my $loop = <<'END';
assay_path=$1 assay_folder=$2
set --
\builtin source "$assay_path" 0</dev/null 1>&2 3<&- 4>&-
\builtin printf 'ready\n' >&4
while IFS= \builtin read -r -u 3 assay_go; do
    \builtin mapfile -d '' -t assay_words <"$assay_folder/call"
    case $- in *e*) assay_errexit=-e ;; *) assay_errexit=+e ;; esac
    \builtin set +e
    (
        \builtin declare -F "${assay_words[0]}" >/dev/null || exit 127
        \builtin set "$assay_errexit"
        "${assay_words[@]}"
    ) 0</dev/null 1>"$assay_folder/output" 3<&- 4>&-
    assay_status=$?
    \builtin set "$assay_errexit"
    \builtin printf '%d\n' "$assay_status" >&4
done
END

my ($orders, $reports, $child);

sub start_shell {
    pipe my $from, $orders or die;
    pipe $reports, my $to or die;
    select((select($orders), $| = 1)[0]);
    $child = fork // die;
    return close $from, close $to if $child;
    # The judge's own pipes end here: descriptors 3 and 4 are copies of the two to this program.
    open STDIN, '<', '/dev/null';
    open STDOUT, '>&', \*STDERR;
    $^F = 255;
    require POSIX;
    POSIX::dup2(fileno $from, 100);
    POSIX::dup2(fileno $to, 101);
    POSIX::dup2(100, 3);
    POSIX::dup2(101, 4);
    POSIX::close($_) for 5 .. 101;
    exec {$shell} 'bash', '-c', $loop, 'bash', $path, $folder;
    exit 127;
}

# Ends as Bash did: by its status, or by the same signal.
sub follow {
    waitpid $child, 0;
    kill $? & 127, $$ if $? & 127;
    exit $? >> 8;
}

sub answer {
    my ($call) = @_;
    my ($values, $names) = @{$call->{args}[1]};
    # Bash has no arguments by name: they come as NAME=VALUE, after the others.
    my @given = map { words($_) } @{$values->[1]};
    push @given, map { words($_->[0]) . '=' . words($_->[1]) } @{$names->[1]};
    my @words = ($call->{name}[1], @given);
    s/\0.*//s for @words;
    open my $file, '>', "$folder/call" or die;
    print $file map { "$_\0" } @words;
    close $file;
    print $orders "go\n" or follow();
    my $status = <$reports>;
    follow() unless defined $status && $status =~ /^\d+$/;
    chomp $status;
    if ($status) {
        return '"raised":{"types":[["","status ' . $status . '"],["","status"]],'
            . "\"message\":\"status $status\",\"args\":null,\"line\":null}";
    }
    return '"value":null' if $call->{observe};
    open my $output, '<', "$folder/output" or return '"value":""';
    read $output, my $bytes, $MAX_BYTES + 1;
    return '"cannot":"larger than 16 MiB"' if length $bytes > $MAX_BYTES;
    $bytes =~ s/\n+\z//;
    return '"value":' . quoted($bytes, '$bytes');
}

sub frame {
    local $_ = next_line(\*STDIN);
    return undef unless defined $_;
    $definitions = {};
    my $frame = read_value();
    return {map { $_->[0][1] => $_->[1] } @{$frame->[1]}};
}

my $start = frame();
$SIG{PIPE} = 'IGNORE';
start_shell();
my $ready = <$reports>;
follow() unless defined $ready;
send_line(\*STDOUT, $start->{id}[1], '"ready":true');
while (my $call = frame()) { send_line(\*STDOUT, $call->{id}[1], answer($call)) }
close $orders;
exit 0;
