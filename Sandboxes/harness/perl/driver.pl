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
my $MAX_DEPTH = 200;
my $MAX_BYTES = 16 << 20;
my $path;
# Whether the source's own texts are of characters (`use utf8`) or, as Perl has it, of bytes.
my $characters = 0;

# MARK: JSON and values in Perl's own types

my ($definitions, $pending) = ({}, '');
my %escapes = (n => "\n", t => "\t", r => "\r", b => "\b", f => "\f");

sub next_line {
    while (1) {
        my $end = index $pending, "\n";
        if ($end >= 0) {
            my $line = substr $pending, 0, $end;
            substr($pending, 0, $end + 1) = '';
            return $line;
        }
        my $count = sysread $CALLS, $pending, 1 << 18, length $pending;
        return undef unless $count;
    }
}

sub own_text {
    my ($bytes) = @_;
    utf8::decode($bytes) if $characters;
    return $bytes;
}

sub unescaped {
    my ($text) = @_;
    $text =~ s{\\(?:u([dD][89abAB]..)\\u([dD][c-fC-F]..)|u(....)|(.))}{
        if (defined $1) { utf8_of(0x10000 + ((hex($1) & 0x3ff) << 10) + (hex($2) & 0x3ff)) }
        elsif (defined $3) { utf8_of(hex $3) }
        else { $escapes{$4} // $4 }
    }gse;
    return $text;
}

sub utf8_of {
    my $text = chr $_[0];
    utf8::encode($text);
    return $text;
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
    /\G\]/gc or die "a malformed frame";
    return @items;
}

sub read_text {
    /\G"/gc or die "a malformed frame";
    my $start = pos;
    1 while /\G[^"\\]*+\\./gcs;
    /\G[^"\\]*+"/gc or die "a malformed frame";
    my $text = substr $_, $start, pos() - 1 - $start;
    return index($text, '\\') < 0 ? $text : unescaped($text);
}

sub read_key {
    my $key = read_text();
    /\G:/gc or die "a malformed frame";
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
            /\G\}/gc or die "a malformed frame";
            return $value;
        }
        $members->{own_text($key)} = read_tree();
    } while /\G,/gc;
    /\G\}/gc or die "a malformed frame";
    return $members;
}

sub read_list {
    my ($number) = @_;
    my $items = [];
    $definitions->{$number} = $items if defined $number;
    /\G\[/gc or die "a malformed frame";
    push @$items, read_items();
    return $items;
}

sub read_pairs {
    my ($number) = @_;
    my $members = {};
    $definitions->{$number} = $members if defined $number;
    /\G\[/gc or die "a malformed frame";
    return $members if /\G\]/gc;
    do {
        my ($key, $value) = @{read_list()};
        $members->{ref $key eq 'ARRAY' ? join $;, @$key : $key} = $value;
    } while /\G,/gc;
    /\G\]/gc or die "a malformed frame";
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
        /\G\]/gc or die "a malformed frame";
        return $value;
    }
    if ($tag eq '$record') {
        read_key();
        read_tree();
        /\G,/gc;
        read_key();
        return read_pairs($number);
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

sub range {
    my ($place, $stop, $step) = @_;
    my @items;
    for (; $step > 0 ? $place < $stop : $place > $stop; $place += $step) { push @items, $place }
    return \@items;
}

sub from_base64 {
    my ($text) = @_;
    $text =~ tr{A-Za-z0-9+/}{}cd;
    $text =~ tr{A-Za-z0-9+/}{ -_};
    my $bytes = '';
    while ($text =~ /(.{1,60})/gs) {
        $bytes .= unpack 'u', chr(32 + int(length($1) * 3 / 4)) . $1;
    }
    return $bytes;
}

sub to_base64 {
    my $text = pack 'u', $_[0];
    $text =~ s/^.//gm;
    $text =~ tr/\n//d;
    $text =~ tr{` -_}{AA-Za-z0-9+/};
    substr($text, -1) = '=' if length($_[0]) % 3 == 2;
    substr($text, -2) = '==' if length($_[0]) % 3 == 1;
    return $text;
}

# MARK: Encoding

my (%seen, $count);

sub cannot { die bless {what => $_[0]}, 'Assay::CannotCross' }

sub encoded {
    my ($value) = @_;
    (%seen, $count) = ();
    $count = 0;
    explore($value, 0);
    my $text = tree($value, 0);
    cannot('larger than 16 MiB') if length $text > $MAX_BYTES;
    return $text;
}

# Which containers are met more than once.
sub explore {
    my ($value, $depth) = @_;
    my $kind = CORE::ref $value;
    return if $kind ne 'ARRAY' && $kind ne 'HASH';
    my $address = 0 + $value;
    if (exists $seen{$address}) {
        $seen{$address} = 'shared';
        return;
    }
    cannot("nested deeper than $MAX_DEPTH") if $depth > $MAX_DEPTH;
    $seen{$address} = '';
    explore($_, $depth + 1) for $kind eq 'ARRAY' ? @$value : values %$value;
    return;
}

sub tree {
    my ($value, $depth) = @_;
    return 'null' unless defined $value;
    my $kind = CORE::ref $value;
    return scalar_text($value) if $kind eq '';
    if ($kind eq 'ARRAY' || $kind eq 'HASH') {
        my $known = $seen{0 + $value};
        return container($value, $kind, $depth) if $known eq '';
        return "{\"\$ref\":$known}" if $known ne 'shared';
        my $number = $seen{0 + $value} = $count++;
        return "{\"\$def\":[$number," . container($value, $kind, $depth) . ']}';
    }
    return $$value ? 'true' : 'false' if $kind eq 'JSON::PP::Boolean';
    return $value->bstr if $kind eq 'Math::BigInt' && $value->bstr =~ /^-?\d+$/;
    return real($value->numify) if $kind eq 'Math::BigFloat';
    return text($kind eq 'Regexp' ? "$value" : cannot($kind));
}

sub container {
    my ($value, $kind, $depth) = @_;
    return '[' . join(',', map { tree($_, $depth + 1) } @$value) . ']' if $kind eq 'ARRAY';
    my @keys = sort keys %$value;
    my $plain = !grep { /^\$/ || text($_) !~ /^"/ } @keys;
    my @parts = map { [text($_), tree($value->{$_}, $depth + 1)] } @keys;
    return '{' . join(',', map { "$_->[0]:$_->[1]" } @parts) . '}' if $plain;
    return '{"$dict":[' . join(',', map { "[$_->[0],$_->[1]]" } @parts) . ']}';
}

# Perl 5.36 knows what was made as a truth or as a number; before, digits decide.
my $is_bool = defined &builtin::is_bool ? \&builtin::is_bool : sub { 0 };
my $is_number = defined &builtin::created_as_number ? \&builtin::created_as_number : sub {
    no warnings;
    my $digits = '' & $_[0];
    return length $digits == 0 && length "$_[0]" > 0;
};

sub scalar_text {
    my ($value) = @_;
    return $value ? 'true' : 'false' if $is_bool->($value);
    return text($value) unless $is_number->($value);
    return "$value" =~ /^-?\d+$/ ? "$value" : real($value);
}

sub real {
    my ($value) = @_;
    return '{"$float":"nan"}' if $value != $value;
    return $value > 0 ? '{"$float":"inf"}' : '{"$float":"-inf"}' if $value - $value != 0;
    for my $digits (15 .. 17) {
        my $text = sprintf "%.${digits}g", $value;
        next if $text != $value;
        return $text =~ /[.e]/ ? $text : "$text.0";
    }
}

# A text; bytes that are no UTF-8 stay bytes.
sub text {
    my $bytes = "$_[0]";
    if ($characters || $bytes =~ /[^\x00-\xff]/) {
        utf8::encode($bytes);
    } else {
        utf8::downgrade($bytes);
    }
    my $copy = $bytes;
    if ($bytes =~ /[\x80-\xff]/ && (!utf8::decode($copy) || $copy =~ /[\x{d800}-\x{dfff}]/)) {
        return ($characters ? '{"$str":"' : '{"$bytes":"') . to_base64($bytes) . '"}';
    }
    $bytes =~ s/(["\\])/\\$1/g;
    $bytes =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
    return "\"$bytes\"";
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

sub reply {
    my $bytes = "{\"id\":$_[0],$_[1]}\n";
    my $sent = 0;
    while ($sent < length $bytes) {
        my $count = syswrite $ANSWERS, $bytes, length($bytes) - $sent, $sent;
        exit 1 unless defined $count;
        $sent += $count;
    }
    return;
}

sub frame {
    my $line = next_line();
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
        reply($start->{id}, raised($error));
        CORE::exit(0);
    }
    reply($start->{id}, '"ready":true');
    while (my $call = frame()) { reply($call->{id}, answer($call)) }
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
