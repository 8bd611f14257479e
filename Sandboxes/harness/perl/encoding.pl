# Perl's values as texts of VALUE.

package Assay;

use strict;
no warnings;

my $MAX_DEPTH = 200;
my $MAX_BYTES = 16 << 20;
our $characters;
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
    return quoted($bytes, $characters ? '$str' : '$bytes');
}

1;
