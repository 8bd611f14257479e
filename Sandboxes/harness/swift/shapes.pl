# The call of the driver with ways to call the entry point: the function itself, and closures that
# leave parameters out or name them.
#
# Arguments: the source, the entry point's name, what stands before it in a call, what after it as a
# value, and the shapes of the suite's calls (`1: 2:a,b`).
use strict;
use warnings;

my ($path, $name, $before, $after, $shapes) = @ARGV;
my $whole = "assayEntry($before$name$after)";
sub finish {
    print "assayAnswerAll($whole, [", (@_ ? join(', ', @_) : ':'), "])\n";
    exit 0;
}
open my $file, '<', $path or finish();
local $/;
my $text = <$file>;
# Texts and comments may hold anything; what is looked for is in neither.
$text =~ s{("""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*")|/\*.*?\*/|//[^\n]*}{defined $1 ? '""' : ' '}gse;

my @found;
while ($text =~ /\bfunc\s+`?\Q$name\E`?\s*(<(?:[^<>]|<[^<>]*>)*>)?\s*\(/g) {
    push @found, pos $text;
}
finish() if @found != 1;

# The parameters' texts, cut at the commas between them.
my ($depth, @parts) = (0, '');
for my $mark (split //, substr $text, $found[0]) {
    last if $mark eq ')' && !$depth;
    $depth++ if $mark =~ /[(\[{]/;
    $depth-- if $mark =~ /[)\]}]/;
    if ($mark eq ',' && !$depth && $parts[-1] !~ /<[^<>]*$/) { push @parts, ''; next }
    $parts[-1] .= $mark;
}
my @parameters;
for my $part (@parts) {
    next if $part !~ /\S/ && @parts == 1;
    $part =~ /^\s*(?:@\w+\s+)*`?(\w+)`?(?:\s+`?(\w+)`?)?\s*:\s*(.*)$/s or finish();
    my ($label, $own, $type) = ($1, $2 // $1, $3);
    push @parameters, {
        label => $label, own => $own, changes => $type =~ /^inout\b/ ? 1 : 0,
        optional => $type =~ /(?<![=!<>])=(?!=)/ ? 1 : 0,
    };
}

my @ways;
my @shapes = split / /, $shapes;
for my $shape (@shapes) {
    my ($count, $names) = split /:/, $shape, 2;
    my %named = map { $_ => 1 } split /,/, $names;
    next if $count == @parameters && !%named;
    my (@given, @order, $bad);
    for my $parameter (@parameters) {
        my ($label) = grep { $_ ne '_' && delete $named{$_} } $parameter->{label}, $parameter->{own};
        if ($count > 0 && !defined $label) { $count-- }
        elsif (defined $label) { push @order, $label }
        else { $bad ||= !$parameter->{optional}; next }
        push @given, ($parameter->{label} eq '_' ? '' : "$parameter->{label}: ")
            . ($parameter->{changes} ? '&' : '') . '$' . @given;
    }
    next if $bad || $count || %named;
    my $call = "try $before$name(" . join(', ', @given) . ')';
    my $closure = @given ? "{ $call }" : "{ () in $call }";
    push @ways, "\"$shape\": ([" . join(', ', map { "\"$_\"" } @order) . "], assayEntry($closure))";
}
# Parameters that are never given may be of any type.
$whole = '{ _ in throw AssayFault.unfit("such a call was not told of") }'
    if @ways && @ways == @shapes;
finish(@ways);
