# The candidate's side of `function` tests: runs the source, then answers calls. It holds no
# expected value, so whatever the source does to this process can only change its answers.

package Assay;

BEGIN {
    # Copies above $^F are closed in programs that the source starts.
    open our $CALLS, '<&', \*STDIN or exit 2;
    open our $ANSWERS, '>&', \*STDOUT or exit 2;
    open STDIN, '<', '/dev/null' or exit 2;
    open STDOUT, '>&', \*STDERR or exit 2;
    binmode $CALLS;
    binmode $ANSWERS;
}

use strict;
no warnings;

our ($CALLS, $ANSWERS);
my $path;
my $folder = __FILE__ =~ m{^(.*)/} ? $1 : '.';
require(($folder =~ m{^/} ? $folder : "./$folder") . "/$_") for 'frames.pl', 'encoding.pl';
# Whether the source's own texts are of characters (`use utf8`) or, as Perl has it, of bytes.
our $characters = 0;

# MARK: JSON and values in Perl's own types

my $definitions = {};

sub own_text {
    my ($bytes) = @_;
    utf8::decode($bytes) if $characters;
    return $bytes;
}

# Reads one value of $_ at pos().
sub read_tree {
    return own_text(read_text()) if /\G(?=")/gc;
    return [read_items()] if /\G\[/gc;
    return read_object() if /\G\{/gc;
    /\G(null|true|false|[-+.\deE]+)/gc or die "a malformed frame";
    my $word = $1;
    return undef if $word eq 'null';
    return truth($word eq 'true') if $word =~ /^[tf]/;
    return number($word);
}

sub truth { return !!$_[0] }

sub number {
    my ($word) = @_;
    return 0 + $word if $word =~ /[.eE]/ || length $word < 19 || 0 + $word eq $word;
    require Math::BigInt;
    return Math::BigInt->new($word);
}

sub read_items {
    my @items;
    return if /\G\]/gc;
    do { push @items, scalar read_tree() } while /\G,/gc;
    expect(']');
    return @items;
}

sub read_key {
    my $key = read_text();
    expect(':');
    return $key;
}

sub read_object {
    my ($number) = @_;
    my $members = {};
    $definitions->{$number} = $members if defined $number;
    return $members if /\G\}/gc;
    do {
        my $key = read_key();
        if (!%$members && $key =~ /^\$/) {
            my $value = read_tagged($key, $number);
            expect('}');
            return $value;
        }
        $members->{own_text($key)} = read_tree();
    } while /\G,/gc;
    expect('}');
    return $members;
}

sub read_list {
    my ($number) = @_;
    my $items = [];
    $definitions->{$number} = $items if defined $number;
    expect('[');
    push @$items, read_items();
    return $items;
}

sub read_pairs {
    my ($number) = @_;
    my $members = {};
    $definitions->{$number} = $members if defined $number;
    expect('[');
    return $members if /\G\]/gc;
    do {
        my ($key, $value) = @{read_list()};
        $members->{ref $key eq 'ARRAY' ? join $;, @$key : $key} = $value;
    } while /\G,/gc;
    expect(']');
    return $members;
}

sub read_tagged {
    my ($tag, $number) = @_;
    return read_list($number) if $tag =~ /^\$(?:tuple|set|frozenset|complex|fraction)$/;
    return read_pairs($number) if $tag eq '$dict';
    if ($tag eq '$def') {
        /\G\[(\d+),/gc or die "a malformed frame";
        my $inner = $1;
        my $value =
            /\G(?=\[)/gc ? read_list($inner) : /\G\{/gc ? read_object($inner) : read_tree();
        expect(']');
        return $value;
    }
    if ($tag eq '$record') {
        expect('{');
        my $fields;
        do {
            if (read_key() eq 'fields') { $fields = read_pairs($number) }
            else { read_tree() }
        } while /\G,/gc;
        expect('}');
        return $fields;
    }
    my $body = read_tree();
    return $definitions->{$body} if $tag eq '$ref';
    return $body eq 'nan' ? "nan" + 0 : $body eq 'inf' ? 9**9**9 : -9**9**9 if $tag eq '$float';
    return from_base64($body) if $tag eq '$bytes';
    return own_text(from_base64($body)) if $tag eq '$str';
    return range(@$body) if $tag eq '$range';
    return $body->{data} if $tag eq '$array';
    return $body;
}

# MARK: Calls

sub raised {
    my ($error) = @_;
    my $kind = CORE::ref $error;
    my @types = $kind eq '' ? ('die') : ($kind);
    if ($kind ne '' && $kind !~ /^(?:HASH|ARRAY|SCALAR|CODE|REF)$/) {
        require mro;
        @types = @{mro::get_linear_isa($kind)};
    }
    my $message = eval { $kind ne '' && $error->can('message') ? $error->message : undef };
    $message = eval { "$error" } unless defined $message;
    my $line = 'null';
    $line = $1 if $message =~ / at (?:\.\/)?\Q$path\E line ([1-9]\d*)/;
    $message =~ s/ at \S+ line \d+(?:, <\w+> line \d+)?\.?\n\z// if $kind eq '';
    return '"raised":{"types":[' . join(',', map { '["",' . text($_) . ']' } @types)
        . '],"message":' . text(substr $message, 0, 65536) . ",\"args\":null,\"line\":$line}";
}

sub invoke {
    my ($name, @values) = @_;
    no strict 'refs';
    if ($name =~ /^(\w+(?:::\w+)*)[.#](\w+)$/) {
        my ($class, $method) = ($1, $2);
        my $object = $class->can('new') ? $class->new : bless {}, $class;
        return $object->$method(@values);
    }
    my $full = $name =~ /::/ ? $name : "main::$name";
    if (!defined &$full && $name !~ /::/) {
        # Sources that begin with a package of their own.
        my ($found) = grep { defined &{"${_}::$name"} } @Assay::packages;
        $full = "${found}::$name" if defined $found;
        die "Undefined subroutine &$full called at $path line 0.\n" unless defined $found;
    }
    return &$full(@values);
}

sub answer {
    my ($call) = @_;
    my ($values, $names) = @{$call->{args}};
    # Perl has no arguments by name: they come as pairs after the others.
    my @values = (@$values, map { $_ => $names->{$_} } sort keys %$names);
    my $observed = $call->{observe};
    my $kept = defined $observed ? $values[$observed] : undef;
    my (@result, $failed, $error);
    {
        local ($@, $_, $/, $,, $\, $;) = (undef, undef, "\n", undef, undef, $;);
        $failed = !eval { @result = invoke($call->{name}, @values); 1 };
        $error = $@;
    }
    return raised($error) if $failed;
    # What was changed in place may be a copy of the caller's own scalar.
    $kept = CORE::ref $kept ? $kept : $values[$observed] if defined $observed;
    my $text = eval {
        '"value":' . (
            defined $observed ? encoded($kept)
            : @result == 1 && CORE::ref $result[0] ? encoded($result[0])
            : '{"$tuple":' . encoded(\@result) . '}');
    };
    return $text if defined $text;
    return '"cannot":' . text($@->{what}) if CORE::ref $@ eq 'Assay::CannotCross';
    return raised($@);
}

sub frame {
    my $line = next_line($CALLS);
    return undef unless defined $line;
    local $_ = $line;
    local $; = "\x1c";
    $definitions = {};
    return read_tree();
}

sub prepare {
    $path = shift @ARGV;
    $0 = $path;
    open my $file, '<', $path or die "no source";
    local $/ = undef;
    my $source = <$file>;
    $characters = $source =~ /^\s*use\s+utf8\b/m ? 1 : 0;
    our @packages = $source =~ /^\s*package\s+([\w:]+)/mg;
    return $path =~ m{^/} ? $path : "./$path";
}

sub main {
    my $start = frame();
    my $file = prepare();
    if (!defined load($file)) {
        my $error = $@ || $!;
        print STDERR $error;
        send_line($ANSWERS, $start->{id}, raised($error));
        CORE::exit(0);
    }
    send_line($ANSWERS, $start->{id}, '"ready":true');
    while (my $call = frame()) { send_line($ANSWERS, $call->{id}, answer($call)) }
    CORE::exit(0);
}

# A source need not end with a true value, as it need not when Perl runs it.
sub load {
    my ($file) = @_;
    undef $@;
    undef $!;
    Assay::Source::run($file);
    return $@ eq '' ? 1 : undef;
}

package Assay::Source;

# Where nothing of the driver's is in scope.
sub run { package main; do $_[0] }

Assay::main();
