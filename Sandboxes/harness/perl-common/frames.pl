# What drivers in Perl share: lines of JSON in, lines out, and texts in them.

package Assay;

use strict;
no warnings;

my $pending = '';
my %escapes = (n => "\n", t => "\t", r => "\r", b => "\b", f => "\f");

# MARK: Lines

sub next_line {
    my ($from) = @_;
    while (1) {
        my $end = index $pending, "\n";
        if ($end >= 0) {
            my $line = substr $pending, 0, $end;
            substr($pending, 0, $end + 1) = '';
            return $line;
        }
        my $count = sysread $from, $pending, 1 << 18, length $pending;
        return undef unless $count;
    }
}

sub send_line {
    my ($to, $id, $members) = @_;
    my $bytes = "{\"id\":$id,$members}\n";
    my $sent = 0;
    while ($sent < length $bytes) {
        my $count = syswrite $to, $bytes, length($bytes) - $sent, $sent;
        CORE::exit(1) unless defined $count;
        $sent += $count;
    }
    return;
}

# MARK: Texts

# Takes a mark of $_ at pos(), which must stand there.
sub expect { /\G\Q$_[0]\E/gc or die "a malformed frame" }

sub utf8_of {
    my $text = chr $_[0];
    utf8::encode($text);
    return $text;
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

# Reads the text in $_ at pos().
sub read_text {
    /\G"/gc or die "a malformed frame";
    my $start = pos;
    1 while /\G[^"\\]*+\\./gcs;
    /\G[^"\\]*+"/gc or die "a malformed frame";
    my $text = substr $_, $start, pos() - 1 - $start;
    return index($text, '\\') < 0 ? $text : unescaped($text);
}

# The text of bytes in UTF-8; others are base64 under a tag.
sub quoted {
    my ($bytes, $tag) = @_;
    my $copy = $bytes;
    if ($bytes =~ /[\x80-\xff]/ && (!utf8::decode($copy) || $copy =~ /[\x{d800}-\x{dfff}]/)) {
        return "{\"$tag\":\"" . to_base64($bytes) . '"}';
    }
    $bytes =~ s/(["\\])/\\$1/g;
    $bytes =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
    return "\"$bytes\"";
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

# The numbers of Python's range.
sub range {
    my ($place, $stop, $step) = @_;
    my @numbers;
    for (; $step > 0 ? $place < $stop : $place > $stop; $place += $step) { push @numbers, $place }
    return \@numbers;
}

1;
